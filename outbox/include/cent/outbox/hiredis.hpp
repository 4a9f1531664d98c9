#pragma once
#include <hiredis/hiredis.h>

#include <cent/errors.hpp>
#include <cent/outbox.hpp>
#include <cent/outbox/records.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// hiredis, 0.14 or later: rows of an Outbox as entries of a Redis stream that Centrifugo consumes.
namespace cent::outbox {

namespace detail {

struct RedisReplyDeleter {
  void operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }
};

[[noreturn]] inline void throw_redis_error(std::string cause, Delivery delivery) {
  ErrorFacts facts;
  facts.cause = "Redis: " + std::move(cause);
  facts.delivery = delivery;
  throw RequestException(std::move(facts));
}

inline std::unique_ptr<redisReply, RedisReplyDeleter> next_reply(redisContext& redis) {
  void* reply = nullptr;
  if (redisGetReply(&redis, &reply) != REDIS_OK) throw_redis_error(redis.errstr, Delivery::unknown);
  return std::unique_ptr<redisReply, RedisReplyDeleter>{static_cast<redisReply*>(reply)};
}

inline void append(redisContext& redis, const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  const int count = static_cast<int>(words.size());
  if (redisAppendCommandArgv(&redis, count, texts.data(), sizes.data()) != REDIS_OK) {
    throw_redis_error(redis.errstr, Delivery::not_sent);
  }
}

}  // namespace detail

/// Appends the command XADD to the connection's output. Call redisGetReply() once for it. Between a MULTI and
/// an EXEC of yours it becomes part of that transaction.
/// @throws RequestException (not_sent) if memory ran out.
inline void append_entry(redisContext& redis, const std::string& stream, const Fields& fields) {
  std::vector<std::string> words = {"XADD", stream, "*"};
  for (const auto& [name, value] : fields) {
    words.push_back(name);
    words.push_back(value);
  }
  detail::append(redis, words);
}

/// Adds all rows to a stream, in one MULTI … EXEC: all or none. The consumer executes a stream in order as
/// long as its `num_workers` is 1. It never removes entries: XTRIM them. It ignores entries older than its
/// consumer group.
/// @throws RequestException: `refused` if Redis rejected them, `unknown` if the connection broke.
inline void add(redisContext& redis, const std::string& stream, const Outbox& outbox) {
  if (outbox.rows().empty()) return;
  detail::append(redis, {"MULTI"});
  for (const Row& row : outbox.rows()) append_entry(redis, stream, redis_entry(row));
  detail::append(redis, {"EXEC"});
  std::string error;
  for (std::size_t left = outbox.rows().size() + 2; left > 0; --left) {
    const auto reply = detail::next_reply(redis);
    if (reply->type == REDIS_REPLY_ERROR && error.empty()) error = reply->str;
    if (left == 1 && reply->type == REDIS_REPLY_NIL) error = "EXEC was discarded";
    if (reply->type != REDIS_REPLY_ARRAY) continue;
    for (std::size_t i = 0; i < reply->elements; ++i) {
      if (reply->element[i]->type == REDIS_REPLY_ERROR && error.empty()) error = reply->element[i]->str;
    }
  }
  if (!error.empty()) detail::throw_redis_error(error, Delivery::refused);
}

}  // namespace cent::outbox
