#include <cent/detail/text.hpp>
#include <cent/errors.hpp>
#include <utility>

namespace cent {

struct CentException::Block {
  ErrorFacts facts;
  std::string what;
};

namespace {

/// ` to "CHANNEL"`, printable and not too long.
void append_channel(std::string& what, const ErrorFacts& facts) {
  constexpr std::size_t kMost = 100;
  const bool is_sent_to = facts.method == "publish" || facts.method == "subscribe";
  what.append(is_sent_to ? " to \"" : facts.method == "unsubscribe" ? " from \"" : " of \"");
  for (std::size_t i = 0; i < facts.channel.size() && i < kMost; ++i) {
    const char c = facts.channel[i];
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    what.push_back(is_control ? '?' : c);
  }
  what.append(facts.channel.size() > kMost ? "...\"" : "\"");
}

std::string compose(const ErrorFacts& facts) {
  std::string what = "cent: ";
  if (!facts.method.empty()) {
    what.append(facts.method);
    if (!facts.channel.empty()) append_channel(what, facts);
    what.append(": ");
  }
  what.append(facts.cause);
  if (!facts.note.empty()) what.append("; ").append(facts.note);
  if (facts.attempts > 1) what.append(" (after ").append(std::to_string(facts.attempts)).append(" attempts)");
  return what;
}

ErrorFacts usage_facts(std::string cause, std::string method) {
  ErrorFacts facts;
  facts.cause = std::move(cause);
  facts.method = std::move(method);
  facts.delivery = Delivery::refused;
  return facts;
}

}  // namespace

void detail::throw_null_text(const char* name) {
  throw UsageError(std::string(name) + " is a null pointer: is a variable of the environment not set?");
}

const char* to_string(Delivery delivery) noexcept {
  switch (delivery) {
    case Delivery::applied:
      return "applied";
    case Delivery::refused:
      return "refused";
    case Delivery::not_sent:
      return "not_sent";
    case Delivery::unknown:
      return "unknown";
  }
  return "?";
}

const char* to_string(FailureKind kind) noexcept {
  switch (kind) {
    case FailureKind::resolve:
      return "resolve";
    case FailureKind::connect:
      return "connect";
    case FailureKind::tls:
      return "tls";
    case FailureKind::timeout:
      return "timeout";
    case FailureKind::cut:
      return "cut";
    case FailureKind::cancelled:
      return "cancelled";
    case FailureKind::http_status:
      return "http_status";
    case FailureKind::redirect:
      return "redirect";
    case FailureKind::unreadable:
      return "unreadable";
    case FailureKind::too_large:
      return "too_large";
    case FailureKind::unsupported:
      return "unsupported";
    case FailureKind::queue_full:
      return "queue_full";
    case FailureKind::resources:
      return "resources";
    case FailureKind::other:
      return "other";
  }
  return "?";
}

CentException::CentException(ErrorFacts facts) {
  std::string what = compose(facts);
  block_ = std::make_shared<const Block>(Block{std::move(facts), std::move(what)});
}
CentException::CentException(const CentException&) noexcept = default;
CentException& CentException::operator=(const CentException&) noexcept = default;
CentException::~CentException() = default;
const char* CentException::what() const noexcept { return block_->what.c_str(); }
Delivery CentException::delivery() const noexcept { return block_->facts.delivery; }
bool CentException::retryable() const noexcept { return block_->facts.retryable; }
const std::string& CentException::method() const noexcept { return block_->facts.method; }
const std::string& CentException::channel() const noexcept { return block_->facts.channel; }
int CentException::attempts() const noexcept { return block_->facts.attempts; }
int CentException::status() const noexcept { return block_->facts.status; }
std::optional<std::chrono::milliseconds> CentException::retry_after() const noexcept {
  return block_->facts.retry_after;
}
const ErrorFacts& CentException::facts() const noexcept { return block_->facts; }
void CentException::raise() const { throw CentException(*this); }

RequestException::~RequestException() = default;
FailureKind RequestException::kind() const noexcept { return facts().kind; }
const std::string& RequestException::body() const noexcept { return facts().body; }
void RequestException::raise() const { throw RequestException(*this); }

ResponseError::~ResponseError() = default;
std::uint32_t ResponseError::code() const noexcept { return facts().code; }
const std::string& ResponseError::message() const noexcept { return facts().cause; }
void ResponseError::raise() const { throw ResponseError(*this); }

UsageError::UsageError(std::string cause, std::string method)
    : CentException(usage_facts(std::move(cause), std::move(method))) {}
UsageError::~UsageError() = default;
void UsageError::raise() const { throw UsageError(*this); }

ClientNotEmpty::~ClientNotEmpty() = default;
void ClientNotEmpty::raise() const { throw ClientNotEmpty(*this); }

namespace detail {

const RequestException* cast(const CentException* error, const RequestException* /*type*/) noexcept {
  return dynamic_cast<const RequestException*>(error);
}
const ResponseError* cast(const CentException* error, const ResponseError* /*type*/) noexcept {
  return dynamic_cast<const ResponseError*>(error);
}
const UsageError* cast(const CentException* error, const UsageError* /*type*/) noexcept {
  return dynamic_cast<const UsageError*>(error);
}
const ClientNotEmpty* cast(const CentException* error, const ClientNotEmpty* /*type*/) noexcept {
  return dynamic_cast<const ClientNotEmpty*>(error);
}

std::exception_ptr exception_of(const CentException& error) {
  std::exception_ptr thrown;
  try {
    error.raise();
  } catch (...) {
    thrown = std::current_exception();
  }
  return thrown;
}

std::shared_ptr<const CentException> shared_copy(const CentException& error) {
  if (const auto* one = dynamic_cast<const RequestException*>(&error))
    return std::make_shared<const RequestException>(*one);
  if (const auto* one = dynamic_cast<const ResponseError*>(&error))
    return std::make_shared<const ResponseError>(*one);
  if (const auto* one = dynamic_cast<const ClientNotEmpty*>(&error))
    return std::make_shared<const ClientNotEmpty>(*one);
  if (const auto* one = dynamic_cast<const UsageError*>(&error))
    return std::make_shared<const UsageError>(*one);
  return std::make_shared<const CentException>(error);
}

void throw_no_error() { throw UsageError("error() of a reply that succeeded"); }

}  // namespace detail

}  // namespace cent
