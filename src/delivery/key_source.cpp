#include "delivery/key_source.hpp"

#include <algorithm>

#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "protocol/command_list.hpp"
#include "system/ascii.hpp"
#include "system/random.hpp"

namespace cent::detail {

KeyText key_text(std::uint64_t high, std::uint64_t low) noexcept {
  static constexpr char kDigits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";
  KeyText key{};
  const auto write = [&key](std::uint64_t bits, std::size_t from, std::size_t to) {
    for (; to > from; bits >>= 6) key[--to] = kDigits[bits & 63U];
  };
  write(low, 12, 22);
  write(low >> 60 | (high & (~std::uint64_t{0} >> 4)) << 4, 2, 12);
  write(high >> 56, 0, 2);
  return key;
}

std::string random_key() {
  std::array<std::uint64_t, 2> words{};
  random_bits(words.data(), words.size());
  const KeyText key = key_text(words[0], words[1]);
  return {key.data(), key.size()};
}

KeyText KeySource::next() {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    if (used_ == words_.size()) {
      random_bits(words_.data(), words_.size());
      used_ = 0;
    }
    high = words_[used_++];
    low = words_[used_++];
  }
  return key_text(high, low);
}

void put_key(Params& params, const KeyText& key) {
  constexpr std::string_view kName = "{\"idempotency_key\":\"";
  constexpr std::string_view kNext = "\",";
  constexpr std::size_t kAdded = kName.size() + KeyText{}.size() + kNext.size() - 1;
  static_assert(kAdded <= Params::kFront);
  const std::string_view text = params.text;
  // Typed params begin like this. Most are short and need no allocation here.
  const bool plain = text.size() > 2 && text[0] == '{' && text[1] == '"';
  char* at = params.near_by + Params::kFront;
  if (plain && text.data() == at) {
    at -= kAdded;
    params.text = {at, text.size() + kAdded};
    at = std::copy(kName.begin(), kName.end(), at);
    at = std::copy(key.begin(), key.end(), at);
    std::copy(kNext.begin(), kNext.end(), at);
    return;
  }
  if (text.data() == params.far_off.data()) {
    params.far_off.resize(text.size());
  } else {
    params.far_off.assign(text);
  }
  add_key(params.far_off, {key.data(), key.size()});
  params.text = params.far_off;
}

bool wants_key(std::string_view method, Effect effect) noexcept {
  return (effect == Effect::once || effect == Effect::versioned) && is_publication(method);
}

bool names_key(std::string_view params) {
  try {
    JsonReader in{params};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (is_in_any_case(name, "idempotency_key")) return true;  // servers ignore the case, too
      in.skim_raw();
    }
    return false;
  } catch (const TextError&) {
    return true;  // not understood, so it stays as it is
  }
}

void add_key(std::string& params, std::string_view key) {
  constexpr std::string_view kName = "\"idempotency_key\":\"";
  const std::size_t inside = params.find('{') + 1;
  const bool empty = params.find_first_not_of(" \t\r\n", inside) == params.rfind('}');
  const std::string_view end = empty ? "\"" : "\",";
  params.insert(inside, kName.size() + key.size() + end.size(), ' ');
  params.replace(inside, kName.size(), kName);
  params.replace(inside + kName.size(), key.size(), key);
  params.replace(inside + kName.size() + key.size(), end.size(), end);
}

void add_random_key(std::string_view method, std::string& params, Repeat& repeat) {
  if (!wants_key(method, repeat.effect) || names_key(params)) return;
  add_key(params, random_key());
  repeat = {Effect::keyed, true};
}

CommandBuffer with_random_keys(const CommandBuffer& commands) {
  CommandBuffer keyed;
  keyed.set_parallel(commands.parallel());
  std::string params;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    params.assign(commands.params(i));
    Repeat repeat = commands.repeat(i);
    add_random_key(commands.method(i), params, repeat);
    keyed.push(commands.method(i), params, repeat);
  }
  return keyed;
}

}  // namespace cent::detail
