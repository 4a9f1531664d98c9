#include <cent/errors.hpp>
#include <cent/json.hpp>

#include "json/access.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "json/writer.hpp"

namespace cent {
namespace {

/// Runs a writer or a check and turns its TextError into a UsageError.
template <class Work>
void as_usage_error(const Work& work) {
  try {
    work();
  } catch (const detail::TextError& error) {
    throw UsageError("invalid JSON: " + error.message());
  }
}

}  // namespace

void detail::throw_invalid_json(const std::string& cause) { throw UsageError("invalid JSON: " + cause); }

Json Json::raw(std::string text) {
  bool line_breaks = false;
  as_usage_error([&] { line_breaks = detail::check_json(text, kMaxDepth); });
  if (line_breaks) detail::drop_line_breaks(text);
  Json json;
  json.text_ = std::move(text);
  return json;
}

Json Json::of(std::string_view text) {
  Json json;
  as_usage_error([&] { detail::write_string(json.text_, text); });
  return json;
}

Json Json::of_bool(bool value) {
  Json json;
  detail::write_bool(json.text_, value);
  return json;
}

Json Json::of_double(double value) {
  Json json;
  as_usage_error([&] { detail::write_double(json.text_, value); });
  return json;
}

Json Json::of_signed(std::int64_t value) {
  Json json;
  detail::write_signed(json.text_, value);
  return json;
}

Json Json::of_unsigned(std::uint64_t value) {
  Json json;
  detail::write_unsigned(json.text_, value);
  return json;
}

const std::string& Json::checked_text() const {
  if (!has_value()) throw UsageError("as() of a Json without a value");
  as_usage_error([&] { detail::JsonAccess::check_text(*this); });
  return text_;
}

}  // namespace cent
