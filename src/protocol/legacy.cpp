#include "protocol/dialect.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

/// For v2 to v4, also supported by v5 and v6: one path, a stream of commands, a stream of replies.
class Legacy final : public Dialect {
 public:
  void write(const Work& work, bool, WireRequest& out) const override {
    out.dialect = DialectKind::legacy;
    out.as_batch = false;
    out.route = {};
    out.storage.clear();
    std::size_t size = 0;
    for (std::size_t i = 0; i < work.size(); ++i)
      size += kAround + work.method_of(i).size() + params(work, i).size();
    out.storage.reserve(size);
    for (std::size_t i = 0; i < work.size(); ++i) {
      if (i != 0) out.storage.push_back('\n');
      out.storage.append(R"({"method":")").append(work.method_of(i)).append(R"(","params":)");
      out.storage.append(params(work, i)).push_back('}');
    }
    out.body = out.storage;
  }

  void read(std::string_view body, const Work& work, bool, AnswerSink& sink) const override {
    // Replies are separated by parsing, not by lines: v2 ends with a line feed, later servers do not.
    JsonReader in{body};
    std::size_t count = 0;
    while (!in.at_end()) {
      if (count == work.size()) in.fail("more replies than commands");
      deliver_reply(in, "result", count, true, sink);
      ++count;
    }
    if (count != work.size()) in.fail("fewer replies than commands");
  }

 private:
  static constexpr std::size_t kAround = 27;  // bytes around a method and its params

  static std::string_view params(const Work& work, std::size_t index) {
    return work.many != nullptr ? work.many->params(index) : work.params;
  }
};

}  // namespace

const Dialect& legacy_dialect() {
  static const Legacy legacy;
  return legacy;
}

}  // namespace cent::detail
