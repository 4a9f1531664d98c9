#include "http/extra_headers.hpp"

#include <cent/errors.hpp>
#include <new>
#include <utility>

#if defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

#include "http/http_api.hpp"
#include "protocol/header_rules.hpp"

namespace cent::detail {

ExtraHeaders::ExtraHeaders(const HttpApi& api, const Secrets& secrets, const Commands& commands,
                           const AttemptLimits& limits) {
  if (limits.attached != nullptr && limits.attached->headers != nullptr) headers_ = *limits.attached->headers;
  if (api.request_headers) {
    RequestStarting starting;
    starting.request = limits.number;
    starting.method = commands.size() == 1 ? commands.method(0) : "batch";
    starting.commands = commands.size();
    starting.attempt = limits.attempt;
    if (limits.attached != nullptr) starting.contexts = limits.attached->contexts;
    try {
      const HttpHeaders made = api.request_headers(starting);
      api.keys.check_extra(made);
      put_headers(made, headers_);
    } catch (const std::bad_alloc&) {
      throw;
#if defined(__GLIBCXX__)
    } catch (const abi::__forced_unwind&) {
      throw;  // thread cancellation, which must go on
#endif
    } catch (const std::exception& error) {
      fault_ = std::string("request_headers: ") + error.what();
    } catch (...) {
      fault_ = "request_headers threw an exception of unknown type";
    }
  }
  secrets_ = secrets.with(headers_);
  if (!fault_.empty()) fault_ = secrets_.redact(std::move(fault_));
}

std::shared_ptr<const HttpHeaders> ExtraHeaders::added_to(const HttpHeaders& usual) const {
  auto all = std::make_shared<HttpHeaders>(usual);
  put_headers(headers_, *all);
  return all;
}

}  // namespace cent::detail
