#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <cent/testing/dev_server.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>

#include "child_program.hpp"
#include "support/eventually.hpp"
#include "support/plain_http.hpp"

namespace cent::test {

/// A folder for a browser's profile, removed at the end.
class ProfileFolder {
 public:
  ProfileFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "cent-browser-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~ProfileFolder() {
    // The browser may write until it has ended.
    eventually([&] {
      std::error_code error;
      std::filesystem::remove_all(path_, error);
      return !error;
    });
  }
  ProfileFolder(const ProfileFolder&) = delete;
  ProfileFolder& operator=(const ProfileFolder&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// Chromium without a window, driven by chromedriver (WebDriver over HTTP).
class Browser {
 public:
  /// A busy machine may take long to start a browser.
  static constexpr std::chrono::seconds kPatience{60};

  Browser() : driver_({CENT_CHROMEDRIVER, "--port=0"}) {
    const std::string announcement = "successfully on port ";
    while (port_ == 0) {
      const std::string line = driver_.line();
      if (line.empty()) throw std::runtime_error("chromedriver does not start");
      const std::size_t at = line.find(announcement);
      if (at != std::string::npos) {
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(at + announcement.size())));
      }
    }
    // With the pipe the browser ends when its driver does, however that ends.
    const nlohmann::json arguments = {"--headless=new",
                                      "--no-sandbox",
                                      "--remote-debugging-pipe",
                                      "--window-size=1280,950",
                                      "--hide-scrollbars",
                                      "--disable-lcd-text",
                                      "--user-data-dir=" + profile_.path()};
    const nlohmann::json always = {{"browserName", "chrome"},
                                   {"goog:loggingPrefs", {{"browser", "ALL"}}},
                                   {"goog:chromeOptions", {{"binary", CENT_CHROMIUM}, {"args", arguments}}}};
    const nlohmann::json made = call("POST", "/session", {{"capabilities", {{"alwaysMatch", always}}}});
    session_ = "/session/" + made.at("sessionId").get<std::string>();
  }
  ~Browser() {
    try {
      call("DELETE", session_);
    } catch (const std::exception&) {
    }
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  void open(const std::string& address) { call("POST", session_ + "/url", {{"url", address}}); }

  /// The value that a function body in JavaScript returns.
  nlohmann::json run(const std::string& script, const nlohmann::json& arguments = nlohmann::json::array()) {
    return call("POST", session_ + "/execute/sync", {{"script", script}, {"args", arguments}});
  }
  /// True once an expression in JavaScript is.
  bool shows(const std::string& expression) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (run("return Boolean(" + expression + ")") != true) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }
  std::string text(const std::string& id) {
    return run("return document.getElementById(arguments[0]).textContent", {id});
  }

  void click(const std::string& selector) { on(selector, "/click", nlohmann::json::object()); }
  /// Types as a user does, instead of the text that is there.
  void type(const std::string& selector, const std::string& text) {
    on(selector, "/clear", nlohmann::json::object());
    on(selector, "/value", {{"text", text}});
  }
  /// Types into whatever has the focus.
  void press(const std::string& keys) {
    call("POST", session_ + "/element/" + id_of(call("GET", session_ + "/element/active")) + "/value",
         {{"text", keys}});
  }

  /// Severe messages of the browser's console, such as errors and what the security policy stopped.
  /// Connections of servers that end are none.
  std::string faults() {
    std::string all;
    for (const nlohmann::json& entry : call("POST", session_ + "/se/log", {{"type", "browser"}})) {
      const std::string message = entry.at("message");
      const bool of_network = message.find("Failed to load resource") != std::string::npos;
      if (entry.at("level") == "SEVERE" && !of_network) all += message + '\n';
    }
    return all;
  }
  /// Writes the whole page to a PNG file.
  void picture(const std::string& file) {
    std::FILE* const decoder = ::popen(("base64 --decode >'" + file + '\'').c_str(), "w");
    if (decoder == nullptr) throw std::runtime_error("no base64");
    const std::string picture =
        devtools("Page.captureScreenshot", {{"captureBeyondViewport", true}}).at("data");
    std::fputs(picture.c_str(), decoder);
    if (::pclose(decoder) != 0) throw std::runtime_error("cannot write " + file);
  }
  /// A command of the DevTools protocol.
  nlohmann::json devtools(const std::string& command, const nlohmann::json& parameters) {
    return call("POST", session_ + "/goog/cdp/execute", {{"cmd", command}, {"params", parameters}});
  }

 private:
  static std::string id_of(const nlohmann::json& element) { return element.begin()->get<std::string>(); }

  void on(const std::string& selector, const std::string& action, const nlohmann::json& body) {
    const nlohmann::json element =
        call("POST", session_ + "/element", {{"using", "css selector"}, {"value", selector}});
    call("POST", session_ + "/element/" + id_of(element) + action, body);
  }

  nlohmann::json call(const std::string& method, const std::string& path,
                      const nlohmann::json& body = {}) const {
    RawConnection connection(port_);
    connection.send(to_bytes({method, path, {{"Connection", "close"}}, body.is_null() ? "" : body.dump()}));
    RawResponse response = connection.read_head(kPatience);
    while (const auto piece = connection.read_piece(kPatience)) response.body += *piece;
    if (response.status != 200) throw std::runtime_error(method + ' ' + path + ": " + response.body);
    return nlohmann::json::parse(response.body).at("value");
  }

  ProfileFolder profile_;
  Program driver_;
  std::uint16_t port_ = 0;
  std::string session_{};
};

}  // namespace cent::test
