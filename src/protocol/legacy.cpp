#include "json/text_error.hpp"
#include "protocol/dialects.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

/// For v2 to v4, also supported by v5 and v6: one route, a stream of commands, a stream of replies.
class Legacy final : public Dialect {
 public:
  [[nodiscard]] const char* short_name() const noexcept override { return "legacy"; }
  [[nodiscard]] const char* name() const noexcept override { return "the legacy protocol (v2 to v4)"; }
  [[nodiscard]] Protocol protocol() const noexcept override { return Protocol::legacy; }
  [[nodiscard]] const char* conflict(const ClientOptions& options) const override {
    const bool two =
        !options.api_key.empty() && !options.legacy_key_in_query && has_authorization(options.headers);
    return two ? "it sends the API key in the header Authorization, which is set in ClientOptions::headers"
               : nullptr;
  }
  [[nodiscard]] const char* advice() const noexcept override {
    return "if it is v2 to v4 behind a proxy that lets only /api through, choose Protocol::legacy";
  }

  [[nodiscard]] HttpHeaders headers(const ClientOptions& options) const override {
    const bool has_key = !options.api_key.empty() && !options.legacy_key_in_query;
    return json_headers("Authorization", has_key ? "apikey " + options.api_key : std::string{},
                        options.headers);
  }
  [[nodiscard]] std::string query(const ClientOptions& options) const override {
    if (!options.legacy_key_in_query || options.api_key.empty()) return {};
    return "?api_key=" + percent_encoded(options.api_key);
  }
  [[nodiscard]] std::vector<std::string_view> frequent_routes() const override { return {{}}; }

  [[nodiscard]] Form probe(const Commands&) const override { return Form::usual; }

  void write(const Commands& commands, Form, WireRequest& out) const override {
    out.dialect = this;
    out.form = Form::usual;
    out.route = {};
    out.storage.clear();
    std::size_t size = 0;
    for (std::size_t i = 0; i < commands.size(); ++i)
      size += kAround + commands.method(i).size() + commands.params(i).size();
    out.storage.reserve(size);
    for (std::size_t i = 0; i < commands.size(); ++i) {
      if (i != 0) out.storage.push_back('\n');
      out.storage.append(R"({"method":")").append(commands.method(i)).append(R"(","params":)");
      out.storage.append(commands.params(i)).push_back('}');
    }
    out.body = out.storage;
  }

  void read(std::string_view body, const Commands& commands, Form, AnswerSink& sink) const override {
    // Replies are separated by parsing, not by lines: v2 ends with a line feed, later servers do not.
    JsonReader in{body};
    std::size_t count = 0;
    while (!in.at_end()) {
      if (count == commands.size()) in.fail("more replies than commands");
      deliver_reply(in, "result", count, true, sink);
      ++count;
    }
    if (count != commands.size()) in.fail("fewer replies than commands");
  }

  [[nodiscard]] Sign sign(int status, const Commands&, Form) const override {
    if (status == 401) return Sign::key_rejected;
    return status == 404 ? Sign::other_dialect : Sign::answer;
  }
  /// The server may have executed the commands before the one that it found malformed.
  [[nodiscard]] Delivery outcome(int status, const Commands& commands) const override {
    return status == 400 && commands.size() > 1 ? Delivery::unknown : Dialect::outcome(status, commands);
  }

 private:
  static constexpr std::size_t kAround = 27;  // bytes around a method and its params
};

}  // namespace

const Dialect& legacy_dialect() {
  static const Legacy legacy;
  return legacy;
}

}  // namespace cent::detail
