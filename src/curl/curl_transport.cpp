#include <cent/curl_transport.hpp>
#include <cent/errors.hpp>
#include <new>

#include "curl/options.hpp"
#include "curl/pool.hpp"
#include "curl/transfer.hpp"
#include "system/out_of_memory.hpp"

namespace cent {
namespace {

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(const HttpOptions& options) : options_(options), pool_(options_) {}

  HttpResponse send(const HttpRequest& request) override {
    HttpResponse response;
    std::unique_ptr<detail::Handle> handle;
    Delivery delivery = Delivery::not_sent;
    try {
      handle = pool_.take();
      detail::Transfer transfer{*handle, options_, response};
      transfer.prepare(request);
      delivery = Delivery::unknown;
      CURLcode code = curl_easy_perform(handle->easy());
      while (transfer.met_spent_connection(code)) code = curl_easy_perform(handle->easy());
      transfer.finish(code);
      pool_.give_back(std::move(handle));
      return response;
    } catch (const RequestException& error) {
      // Since 8.20 a name look-up that still hangs would delay the next one of the same handle.
      const bool may_hang = error.kind() == FailureKind::timeout && error.delivery() == Delivery::not_sent;
      if (may_hang) handle.reset();
      if (handle) pool_.give_back(std::move(handle));  // libcurl has closed the connection if it broke
      throw;
    } catch (const std::bad_alloc&) {
      throw RequestException(*detail::out_of_memory(delivery));
    }
  }

 private:
  const HttpOptions options_;
  detail::HandlePool pool_;
};

}  // namespace

std::shared_ptr<Transport> make_curl_transport(const HttpOptions& options) {
  detail::check_http_options(options);
  return std::make_shared<CurlTransport>(options);
}

}  // namespace cent
