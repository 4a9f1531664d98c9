// `cent token make` and `cent token inspect`.
#include <cent/token.hpp>

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "request_options.hpp"
#include "subcommands.hpp"
#include "token/src/claims_rows.hpp"

namespace cent::cli {
namespace {

using token::Algorithm;
using token::Key;

/// The key that signs or verifies: a secret, or a key in PEM or JSON (JWK). Empty: the user has set none.
std::optional<Key> key_of(const std::string& text, Algorithm algorithm) {
  if (text.empty()) return std::nullopt;
  if (text.rfind("-----BEGIN PUBLIC KEY", 0) == 0) return Key::public_pem(text);
  if (text.rfind("-----BEGIN", 0) == 0) return Key::pem(text);
  if (text.front() == '{') return Key::from_jwk(text);
  return Key::secret(text, algorithm);
}

struct KeyOptions {
  Algorithm algorithm = Algorithm::hs256;
  std::string id;
};

void add_key_options(::CLI::App& app, Context& context, KeyOptions& options) {
  context.connection.add_token_options(app);
  app.add_option("--algorithm", options.algorithm, "Algorithm of a secret. Default: HS256")
      ->transform(::CLI::CheckedTransformer(std::map<std::string, Algorithm>{{"HS256", Algorithm::hs256},
                                                                             {"HS384", Algorithm::hs384},
                                                                             {"HS512", Algorithm::hs512}})
                      .description(""))
      ->type_name("HS256|HS384|HS512");
}

template <class Claims>
struct MakeOptions {
  explicit MakeOptions(::CLI::App& app) : claims(app) {}
  RequestOptions<Claims> claims;
  std::string expires_in = "1h";
  KeyOptions key;
};

template <class Claims>
ExitCode make(const MakeOptions<Claims>& options, bool has_exp, Context& context) {
  Claims claims;
  if (!has_exp) {
    const auto lifetime = read_duration("--expires-in", options.expires_in);
    claims.exp = token::expires_in(std::chrono::ceil<std::chrono::seconds>(lifetime));
  }
  options.claims.apply(claims);
  std::optional<Key> key = key_of(context.connection.token_secret(), options.key.algorithm);
  if (!key) throw UsageError("no secret: use --token-secret-file, CENT_TOKEN_SECRET_FILE or a profile");
  if (!options.key.id.empty()) key = key->with_id(options.key.id);
  context.output.text(sign(claims, *key) + '\n');
  return ExitCode::applied;
}

template <class Claims>
void add_make(::CLI::App& parent, Context& context, const char* name) {
  ::CLI::App* const app = parent.add_subcommand(name, std::string(ApiDoc<Claims>::text));
  app->fallthrough();
  const auto options = std::make_shared<MakeOptions<Claims>>(*app);
  const ::CLI::Option* const exp = app->get_option("--exp");
  app->add_option("--expires-in", options->expires_in,
                  "Lifetime of the token: 90s, 10m, 24h. Default: 1h. --exp 0 makes one that never expires.")
      ->type_name("TIME")
      ->excludes(app->get_option("--exp"));
  add_key_options(*app, context, options->key);
  app->add_option("--key-id", options->key.id, "Name of the key (kid), for servers with a key set (JWKS).")
      ->type_name("TEXT");
  app->callback([options, exp, &context] {
    context.run = [options, exp, &context] { return make(*options, exp->count() > 0, context); };
  });
}

std::string utc(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  char text[32] = "";
  if (::gmtime_r(&time, &parts) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
  return text;
}

void put(std::string& object, std::string_view name, const std::string& json) {
  object += (object.empty() ? '{' : ',') + Json::of(name).text() + ':' + json;
}

/// For people: the signature, the key and the times, then the claims.
std::string for_people(const token::Inspected& token, const std::string& signature) {
  std::string shown;
  put(shown, "signature", Json::of(signature).text());
  put(shown, "algorithm", Json::of(token.alg).text());
  if (!token.kid.empty()) put(shown, "key", Json::of(token.kid).text());
  if (token.exp) put(shown, "expires", Json::of(utc(*token.exp)).text());
  if (token.nbf) put(shown, "valid from", Json::of(utc(*token.nbf)).text());
  put(shown, "claims", token.claims.text());
  return shown + '}';
}

std::string for_programs(const token::Inspected& token, const char* verified, const std::string& signature) {
  std::string shown;
  put(shown, "header", token.header.text());
  put(shown, "claims", token.claims.text());
  put(shown, "verified", verified);
  put(shown, "signature", Json::of(signature).text());
  return shown + '}';
}

ExitCode inspect(const std::string& text, Algorithm algorithm, Context& context) {
  std::string read = text;
  if (text == "-") {
    read.assign(std::istreambuf_iterator<char>(context.in), {});
    while (!read.empty() && (read.back() == '\n' || read.back() == '\r')) read.pop_back();
  }
  const token::Inspected token = token::inspect(read);
  ExitCode code = ExitCode::applied;
  const char* verified = "null";
  std::string signature = "not checked: there is no secret";
  if (const std::optional<Key> key = key_of(context.connection.token_secret(), algorithm)) {
    try {
      static_cast<void>(token::verify(read, *key));
      verified = "true";
      signature = "right";
    } catch (const UsageError& error) {
      verified = "false";
      signature = error.facts().cause;
      code = ExitCode::refused;
    }
  }
  context.output.value(context.output.is_table() ? for_people(token, signature)
                                                 : for_programs(token, verified, signature));
  return code;
}

void add_inspect(::CLI::App& parent, Context& context) {
  struct Options {
    std::string token;
    KeyOptions key;
  };
  const auto options = std::make_shared<Options>();
  ::CLI::App* const app = parent.add_subcommand(
      "inspect",
      "Shows the content of a token. With a secret it is verified as a server does it: exit code 1 if it is "
      "not valid.");
  app->fallthrough();
  app->add_option("token", options->token, "Required. The token; - reads it from standard input.")
      ->required();
  add_key_options(*app, context, options->key);
  app->callback([options, &context] {
    context.run = [options, &context] { return inspect(options->token, options->key.algorithm, context); };
  });
}

}  // namespace

void add_token(::CLI::App& program, Context& context) {
  ::CLI::App* const app = program.add_subcommand("token", "Makes and inspects tokens of clients.")
                              ->group(kTools)
                              ->require_subcommand(1);
  app->fallthrough();
  ::CLI::App* const make_app = app->add_subcommand("make", "Signs a token.")->require_subcommand(1);
  make_app->fallthrough();
  add_make<token::ConnectionClaims>(*make_app, context, "connection");
  add_make<token::SubscriptionClaims>(*make_app, context, "subscription");
  add_inspect(*app, context);
}

}  // namespace cent::cli
