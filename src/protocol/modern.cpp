#include <cstdint>

#include "json/text_error.hpp"
#include "protocol/dialects.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/method_name.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

/// For v5 and later: a route for each method, and one for batches.
class Modern final : public Dialect {
 public:
  [[nodiscard]] const char* short_name() const noexcept override { return "modern"; }
  [[nodiscard]] const char* name() const noexcept override { return "the modern protocol (v5 and later)"; }
  [[nodiscard]] Protocol protocol() const noexcept override { return Protocol::modern; }

  [[nodiscard]] HttpHeaders headers(const ClientOptions& options) const override {
    return json_headers("X-API-Key", options.api_key, options.headers);
  }
  [[nodiscard]] std::vector<std::string_view> frequent_routes() const override {
    std::vector<std::string_view> routes{kBatch};
    routes.insert(routes.end(), std::begin(kCoreRoutes), std::end(kCoreRoutes));
    return routes;
  }

  /// Only at a core route and at the batch route a 404 says that the server is older.
  [[nodiscard]] Form probe(const Commands& commands) const override {
    return is_core(commands) ? Form::usual : Form::batch;
  }

  void write(const Commands& commands, Form form, WireRequest& out) const override {
    out.dialect = this;
    out.form = commands.is_batch() ? Form::batch : form;
    out.route = out.form == Form::batch ? kBatch : commands.method(0);
    if (commands.is_batch()) {
      out.body = commands.batch_body();
    } else if (form == Form::batch) {
      out.storage.assign(R"({"commands":[{")")
          .append(commands.method(0))
          .append("\":")
          .append(commands.params(0))
          .append("}]}");
      out.body = out.storage;
    } else {
      out.body = commands.params(0);
    }
  }

  void read(std::string_view body, const Commands& commands, Form form, AnswerSink& sink) const override {
    JsonReader in{body};
    if (form == Form::batch) {
      read_batch(in, commands, sink);
    } else {
      deliver_reply(in, "result", 0, false, sink);
      in.finish();
    }
  }

  [[nodiscard]] Sign sign(int status, const Commands& commands, Form form) const override {
    // v4.1.3 to v4.1.5 may have these routes but accept the key only in `Authorization`.
    if (status == 401) return Sign::key_rejected;
    if (status != 404) return Sign::answer;
    return form == Form::batch || is_core(commands) ? Sign::other_dialect : Sign::other_form;
  }

 private:
  static constexpr std::string_view kBatch = "batch";

  static bool is_core(const Commands& commands) {
    return commands.is_batch() || is_core_route(commands.method(0));
  }

  static void read_batch(JsonReader& in, const Commands& commands, AnswerSink& sink) {
    std::size_t count = 0;
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (name != "replies" || count != 0) {
        in.skip_value();
        continue;
      }
      in.begin_array();
      while (in.next_element()) {
        if (count == commands.size()) in.fail("more replies than commands");
        deliver_reply(in, commands.method(count), count, false, sink);
        ++count;
      }
    }
    in.finish();
    if (count != commands.size()) in.fail("fewer replies than commands");
  }
};

}  // namespace

const Dialect& modern_dialect() {
  static const Modern modern;
  return modern;
}

}  // namespace cent::detail
