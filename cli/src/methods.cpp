// The subcommands of all methods, made from the list of methods.
#include <cent/client.hpp>
#include <cent/values.hpp>
#include <memory>
#include <string>
#include <type_traits>

#include "api/all_rows.hpp"
#include "request_options.hpp"
#include "send.hpp"
#include "subcommands.hpp"

namespace cent::cli {
namespace {

/// An addition to the subcommand of a method.
struct Extension {
  std::string_view method;
  void (*add)(MethodCommand&, Context&);
};
constexpr Extension kExtensions[] = {
    {"history", extend_history},
    {"publish", extend_publish},
};

template <class Result, class = void>
inline constexpr bool has_parts = false;
template <class Result>
inline constexpr bool has_parts<Result, std::void_t<decltype(std::declval<const Result&>().failed())>> = true;

/// Checks a result as typed calls do. A success whose parts failed ends as the worst of them.
template <class Result>
ExitCode judge(std::string_view json) {
  const Result result = parse_result<Result>(std::string(json));
  ExitCode code = ExitCode::applied;
  if constexpr (has_parts<Result>) {
    for (const auto& failure : result.failed()) {
      const bool unclear = failure.error.code == ErrorCode::kInternal;
      code = std::max(code, unclear ? ExitCode::unknown : ExitCode::refused);
    }
  }
  return code;
}

template <class Request>
struct MethodSubcommand {
  MethodSubcommand(::CLI::App& app, Context& context)
      : options(app),
        json(app.add_option("--json")
                 ->description(
                     "The whole request as a JSON object; - reads it from standard input. Other options "
                     "change its fields.")
                 ->type_name("JSON")),
        method{
            app, [this, &context] { return command(context); },
            [this, &context] { return send(method.command(), &judge<typename Request::Result>, context); }} {}

  Command command(Context& context) const {
    Request request;
    if (json->count() > 0) {
      const std::string text = json->as<std::string>();
      read_value("--json", text == "-" ? std::string(std::istreambuf_iterator<char>(context.in), {}) : text,
                 request);
    }
    options.apply(request);
    return to_command(request);
  }

  RequestOptions<Request> options;
  ::CLI::Option* json;
  MethodCommand method;
};

template <class Request>
void add_method(::CLI::App& program, Context& context, const char* group) {
  const std::string wire{Request::kMethod};
  ::CLI::App* const app =
      program.add_subcommand(kebab(wire), std::string(ApiDoc<Request>::text))->group(group);
  if (kebab(wire) != wire) app->alias(wire);
  const auto subcommand = std::make_shared<MethodSubcommand<Request>>(*app, context);
  for (const Extension& extension : kExtensions) {
    if (extension.method == wire) extension.add(subcommand->method, context);
  }
  app->callback([subcommand, &context] { context.run = subcommand->method.run; });
}

}  // namespace

void add_methods(::CLI::App& program, Context& context) {
#define CENT_ADD(name, Type, since, number) add_method<Type##Request>(program, context, kMethods);
  CENT_OPEN_METHODS(CENT_ADD)
#undef CENT_ADD
#define CENT_ADD(name, Type, since, number) add_method<Type##Request>(program, context, kProMethods);
  CENT_PRO_METHODS(CENT_ADD)
#undef CENT_ADD
}

}  // namespace cent::cli
