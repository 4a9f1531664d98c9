// Push notifications and other methods of Centrifugo PRO. An open-source server answers error 104.
#include <cent/api.hpp>
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};
  const json text{{"title", "Your order"}, {"body", "is on its way"}};

  cent::SendPushNotificationRequest push;
  push.recipient.filter = cent::DeviceFilter{};
  push.recipient.filter->users = {"user-42"};
  push.notification.fcm = cent::FcmPushNotification{json{{"notification", text}}};
  push.notification.apns = cent::ApnsPushNotification{{}, json{{"aps", {{"alert", text}}}}};
  try {
    const cent::SendPushNotificationResult sent = client.send_push_notification(push);
    std::cout << "push " << sent.uid << '\n';
  } catch (const cent::ResponseError& error) {
    if (error.code() != cent::ErrorCode::kNotFound) throw;
    std::cout << "this server is not PRO: " << error.what() << '\n';
  }
}
