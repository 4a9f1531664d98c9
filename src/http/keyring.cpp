#include "http/keyring.hpp"

#include <cent/errors.hpp>
#include <memory>
#include <utility>

#include "protocol/header_rules.hpp"

namespace cent::detail {
namespace {

const ClientOptions& checked(const ClientOptions& options) {
  check_api_key(options.api_key);
  check_headers(options.headers);
  return options;
}

}  // namespace

Keyring::Keyring(const ClientOptions& options, const DialectList& all)
    : options_(checked(options)), all_(all), current_(new Access(options_, all)) {}

Keyring::~Keyring() {
  for (const Access* access = current_; access != nullptr;) {
    const std::unique_ptr<const Access> last{access};
    access = last->previous;
  }
}

void Keyring::set(std::string key) {
  if (key.empty()) throw UsageError("the API key is empty");
  // Then header Authorization may already be taken by ClientOptions::headers.
  if (options_.api_key.empty()) throw UsageError("the client was made without an API key");
  check_api_key(key);
  ClientOptions options = options_;
  options.api_key = std::move(key);
  auto next = std::make_unique<Access>(options, all_);
  const Access* previous = current_.load();
  do {
    next->previous = previous;
  } while (!current_.compare_exchange_weak(previous, next.get()));
  static_cast<void>(next.release());
}

void Keyring::check_extra(const HttpHeaders& headers) const {
  check_headers(headers);
  ClientOptions options;
  options.api_key = options_.api_key;
  options.legacy_key_in_query = options_.legacy_key_in_query;
  options.headers = headers;
  for (const Dialects::Entry& entry : current().dialects.entries()) {
    if (entry.dialect->conflict(options) == nullptr) continue;
    throw UsageError("header Authorization cannot be set for one call or request, since " +
                     std::string(entry.dialect->name()) +
                     " sends the API key in it: choose Protocol::modern");
  }
}

}  // namespace cent::detail
