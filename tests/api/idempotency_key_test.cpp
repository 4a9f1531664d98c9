// That keys of different channels and ids stay apart on servers that join channel and key to one text.
#include <gtest/gtest.h>

#include <cent/api/idempotency_key.hpp>
#include <cent/errors.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace cent {
namespace {

struct Named {
  std::string channel{};  ///< Where it is published.
  std::string id{};
  std::string key{};
  bool broadcast = false;
};

/// How the engines of servers from v5.2 to v6.9.1 name a result: memory and Redis.
std::string joined(const Named& one, char joiner) { return one.channel + joiner + one.key; }

/// Fails if two that differ in channel, id or kind are one to a server.
void expect_apart(const std::vector<Named>& all) {
  for (const char joiner : {'_', '.'}) {
    std::map<std::string, const Named*> seen;
    for (const Named& one : all) {
      const auto [place, fresh] = seen.emplace(joined(one, joiner), &one);
      if (fresh) continue;
      const Named& other = *place->second;
      EXPECT_TRUE(one.channel == other.channel && one.id == other.id && one.broadcast == other.broadcast)
          << place->first << ": (" << one.channel << ", " << one.id << ") and (" << other.channel << ", "
          << other.id << ")";
    }
  }
}

Named of_channel(const std::string& channel, const std::string& id) {
  return {channel, id, idempotency_key(channel, id), false};
}
Named of_broadcast(const std::string& channel, const std::string& id) {
  return {channel, id, idempotency_key(id), true};
}

/// All texts of up to `size` characters of this alphabet, without the empty one.
std::vector<std::string> all_texts(const std::string& alphabet, std::size_t size) {
  std::vector<std::string> texts{""};
  for (std::size_t begin = 0, length = 0; length < size; ++length) {
    const std::size_t end = texts.size();
    for (; begin < end; ++begin) {
      for (const char c : alphabet) texts.push_back(texts[begin] + c);
    }
  }
  texts.erase(texts.begin());
  return texts;
}

TEST(IdempotencyKey, IsMadeOfIdAndSizeAlone) {
  EXPECT_EQ(idempotency_key("orders", "17_paid"), "17_paid-6");
  EXPECT_EQ(idempotency_key("orders_17", "paid"), "paid-9");
  EXPECT_EQ(idempotency_key("order-17"), "order-17~8");
  EXPECT_EQ(idempotency_key(std::string(1000, 'c'), "x"), "x-1000");
}

TEST(IdempotencyKey, NeedsChannelAndId) {
  EXPECT_THROW(static_cast<void>(idempotency_key("", "id")), UsageError);
  EXPECT_THROW(static_cast<void>(idempotency_key("c", "")), UsageError);
  EXPECT_THROW(static_cast<void>(idempotency_key("")), UsageError);
}

TEST(IdempotencyKey, KeepsThoseApartThatCollideWithoutIt) {
  EXPECT_EQ(joined({"orders", "", "17_paid"}, '_'), joined({"orders_17", "", "paid"}, '_')) << "the fault";
  expect_apart({of_channel("orders", "17_paid"), of_channel("orders_17", "paid"),
                of_broadcast("orders", "17_paid"), of_broadcast("orders_17", "paid"),
                of_channel("c60", "17.created"), of_channel("c60.17", "created")});
}

TEST(IdempotencyKey, OfAllShortTextsNoTwoCollide) {
  // The separator, the end mark, and the digits that might be taken for it.
  const auto texts = all_texts("_.-~1", 3);
  std::vector<Named> all;
  for (const std::string& channel : texts) {
    for (const std::string& id : texts) {
      all.push_back(of_channel(channel, id));
      all.push_back(of_broadcast(channel, id));
    }
  }
  expect_apart(all);
  EXPECT_EQ(all.size(), 2U * 155 * 155);
}

TEST(IdempotencyKey, OfRandomTextsThatLookAlikeNoTwoCollide) {
  std::mt19937 random{7};
  const std::string alphabet = "_.-~0123456789ab:";
  std::uniform_int_distribution<std::size_t> letter{0, alphabet.size() - 1};
  std::uniform_int_distribution<std::size_t> length{12, 40};
  std::vector<Named> all;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (std::size_t left = length(random); left > 0; --left) text.push_back(alphabet[letter(random)]);
    // Each way to cut one text in two, so that what is joined is as alike as can be.
    for (std::size_t at = 1; at + 2 < text.size(); ++at) {
      if (text[at] != '_' && text[at] != '.') continue;
      all.push_back(of_channel(text.substr(0, at), text.substr(at + 1)));
      all.push_back(of_broadcast(text.substr(0, at), text.substr(at + 1)));
    }
  }
  expect_apart(all);
  EXPECT_GT(all.size(), 1000U);
}

TEST(IdempotencyKey, StaysApartFromGeneratedKeys) {
  // 22 letters and digits, at worst all of them digits.
  const std::string generated(22, '1');
  std::vector<Named> all;
  for (const std::string& channel : all_texts("_.-~1", 4)) {
    all.push_back({channel, "generated", generated, false});
    all.push_back(of_channel(channel, "1"));
    all.push_back(of_broadcast(channel, "1"));
  }
  expect_apart(all);
}

}  // namespace
}  // namespace cent
