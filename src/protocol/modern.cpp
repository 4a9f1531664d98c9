#include "json/text_error.hpp"
#include "protocol/dialect.hpp"
#include "protocol/reply_parts.hpp"

namespace cent::detail {
namespace {

/// For v5 and later: a path for each method, and one for batches.
class Modern final : public Dialect {
 public:
  void write(const Work& work, bool as_batch, WireRequest& out) const override {
    out.dialect = DialectKind::modern;
    out.as_batch = as_batch || work.many != nullptr;
    out.route = out.as_batch ? "batch" : work.method;
    if (work.many != nullptr) {
      out.body = work.many->body();
    } else if (as_batch) {
      out.storage.assign(R"({"commands":[{")")
          .append(work.method)
          .append("\":")
          .append(work.params)
          .append("}]}");
      out.body = out.storage;
    } else {
      out.body = work.params;
    }
  }

  void read(std::string_view body, const Work& work, bool as_batch, AnswerSink& sink) const override {
    JsonReader in{body};
    if (as_batch) {
      read_batch(in, work, sink);
    } else {
      deliver_reply(in, "result", 0, false, sink);
      in.finish();
    }
  }

 private:
  static void read_batch(JsonReader& in, const Work& work, AnswerSink& sink) {
    std::size_t count = 0;
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (name != "replies" || count != 0) {
        in.skip_value();
        continue;
      }
      in.begin_array();
      while (in.next_element()) {
        if (count == work.size()) in.fail("more replies than commands");
        deliver_reply(in, work.method_of(count), count, false, sink);
        ++count;
      }
    }
    in.finish();
    if (count != work.size()) in.fail("fewer replies than commands");
  }
};

}  // namespace

const Dialect& modern_dialect() {
  static const Modern modern;
  return modern;
}

}  // namespace cent::detail
