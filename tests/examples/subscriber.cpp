#include "subscriber.hpp"

#include <curl/curl.h>

namespace cent::test {

Subscriber::Subscriber(const std::string& server, const nlohmann::json& connect)
    : thread_([this, url = server + "/connection/uni_http_stream?cf_protocol_version=v2",
               body = connect.dump()] { run(url, body); }) {}

Subscriber::~Subscriber() {
  stopping_ = true;
  thread_.join();
}

void Subscriber::run(const std::string& url, const std::string& body) {
  CURL* const curl = curl_easy_init();
  curl_slist* const headers = curl_slist_append(nullptr, "Content-Type: application/json");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Subscriber::on_data);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &Subscriber::on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  const std::lock_guard<std::mutex> lock{mutex_};
  ended_ = true;
  if (status != 0 && status != 200) {
    fault_ = "the server's stream endpoint answers HTTP " + std::to_string(status) +
             " (is uni_http_stream enabled there?)";
  } else if (code != CURLE_OK && code != CURLE_ABORTED_BY_CALLBACK) {
    fault_ = curl_easy_strerror(code);
  }
  changed_.notify_all();
}

int Subscriber::on_progress(void* self, long long, long long, long long, long long) {
  return static_cast<Subscriber*>(self)->stopping_ ? 1 : 0;
}

std::size_t Subscriber::on_data(char* data, std::size_t size, std::size_t count, void* self) {
  auto& subscriber = *static_cast<Subscriber*>(self);
  const std::lock_guard<std::mutex> lock{subscriber.mutex_};
  subscriber.rest_.append(data, size * count);
  std::size_t end = 0;
  while ((end = subscriber.rest_.find('\n')) != std::string::npos) {
    subscriber.take(subscriber.rest_.substr(0, end));
    subscriber.rest_.erase(0, end + 1);
  }
  subscriber.changed_.notify_all();
  return size * count;
}

void Subscriber::take(const std::string& line) {
  const auto frame = nlohmann::json::parse(line, nullptr, false);
  if (!frame.is_object()) return;
  const std::string channel = frame.value("channel", "");
  if (frame.contains("pub")) {
    publications_[channel].push_back(frame["pub"].value("data", nlohmann::json{}));
  }
  for (const char* kind : {"connect", "unsubscribe", "disconnect"}) {
    if (frame.contains(kind)) ++frames_[kind];
  }
  if (frame.contains("disconnect")) fault_ = "the server closed the stream: " + frame["disconnect"].dump();
}

template <class Condition>
bool Subscriber::wait(std::chrono::milliseconds at_most, const Condition& condition) {
  std::unique_lock<std::mutex> lock{mutex_};
  changed_.wait_for(lock, at_most, [&] { return ended_ || condition(); });
  return condition();
}

bool Subscriber::wait_connected(std::chrono::milliseconds at_most) { return wait_frame("connect", at_most); }

bool Subscriber::wait_count(const std::string& channel, std::size_t count,
                            std::chrono::milliseconds at_most) {
  return wait(at_most, [&] { return publications_[channel].size() >= count; });
}

bool Subscriber::wait_frame(const std::string& kind, std::chrono::milliseconds at_most) {
  return wait(at_most, [&] { return frames_[kind] > 0; });
}

std::vector<nlohmann::json> Subscriber::received(const std::string& channel) {
  const std::lock_guard<std::mutex> lock{mutex_};
  return publications_[channel];
}

std::string Subscriber::fault() {
  const std::lock_guard<std::mutex> lock{mutex_};
  return fault_;
}

}  // namespace cent::test
