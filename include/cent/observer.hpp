#pragma once
#include <cent/attempt_times.hpp>
#include <cent/errors.hpp>
#include <cent/export.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace cent {

class CallContext;

/// An attempt ended: with a response, or with an error.
struct AttemptEnded {
  std::string_view address{};            ///< Scheme, host, port and path. Never a user, password or query.
  std::string_view method{};             ///< The command's API method, or `batch` for several commands.
  std::size_t commands = 1;              ///< Number of commands in the request.
  std::uint64_t bytes_sent = 0;          ///< Bytes of the request's body.
  std::uint64_t bytes_received = 0;      ///< Bytes of the response's body. 0 if there was none.
  int attempt = 1;                       ///< 1 for the first request, 2 for its first repetition, ….
  std::uint64_t request = 0;             ///< As in RequestStarting::request.
  int status = 0;                        ///< HTTP status; 0 if there was no response.
  bool new_connection = false;           ///< A connection was opened for it. False if that is not known.
  AttemptTimes times{};                  ///< How long its phases took.
  const CentException* error = nullptr;  ///< Why the request failed; null if it got a usable reply.
  /// True if the request, or the part of its commands that may be repeated, will be sent again. A group that
  /// an AsyncClient divides after HTTP 413 is not repeated: its halves are new requests.
  bool repeats = false;
  std::chrono::milliseconds wait{0};  ///< Until the next attempt, if `repeats`. 0: at once.
  /// Why it is repeated, or why not. Empty if the request got a usable reply and nothing in it is repeated.
  std::string_view reason{};
};

/// A command got its outcome. Reported once for each command, also for those of a batch.
struct CommandEnded {
  std::string_view method{};             ///< API method.
  std::string_view channel{};            ///< The channel as given; empty if the command has none or several.
  Delivery outcome = Delivery::unknown;  ///< The outcome.
  const CentException* error = nullptr;  ///< The error that the caller gets; null if `outcome` is `applied`.
  std::chrono::microseconds elapsed{0};  ///< Since the call began or the command was submitted.
  std::size_t failed_channels = 0;       ///< Channels that failed in a broadcast that was applied.
  int attempts = 0;                      ///< Number of requests that carried it. 0 if it was never sent.
  const CallContext* context = nullptr;  ///< CallOptions::context; null if there is none.
};

/// An address was set aside since it failed, or is used again.
struct AddressChanged {
  std::string_view address{};  ///< Scheme, host, port and path. Never a user, password or query.
  bool set_aside = false;      ///< True: set aside. False: it works again.
  /// How long other addresses are preferred, from now. 0 if `set_aside` is false.
  std::chrono::milliseconds wait{0};
};

/// The protocol or the version of a server became known, or changed.
struct ServerFound {
  std::string_view address{};   ///< Scheme, host, port and path. Never a user, password or query.
  std::string_view protocol{};  ///< `modern` or `legacy`, as in Protocol.
  std::string_view previous{};  ///< The protocol before; empty if none was known.
  std::string_view version{};   ///< Version of the oldest node; empty if the client did not ask for it.
};

/// A server or a proxy rejected the API key.
struct KeyRefused {
  std::string_view address{};  ///< Scheme, host, port and path. Never a user, password or query.
  int status = 0;              ///< HTTP status: 401 or 403.
};

/// A request has a field that the server is too old for, and ClientOptions::unsupported is `warn`.
struct FieldIgnored {
  std::string_view method{};   ///< The command's API method.
  std::string_view channel{};  ///< Empty if the command names none or several.
  std::string_view field{};    ///< `version`, or `override.force_recovery` for a member of a member.
  std::string_view since{};    ///< The first version that knows it, for example `6.2`.
  std::string_view server{};   ///< Its version and where that is from: `the server reports version 5.1.9`.
};

/// The queue of an AsyncClient passed its mark, or went below it again.
struct QueueLevel {
  bool above = false;            ///< True: it passed the mark. False: it is below it again.
  std::size_t commands = 0;      ///< Commands without an outcome.
  std::size_t bytes = 0;         ///< Memory that they use.
  std::size_t max_commands = 0;  ///< AsyncClientOptions::max_queue_commands.
  std::size_t max_bytes = 0;     ///< AsyncClientOptions::max_queue_bytes.
};

/// An AsyncClient was closed or destroyed.
struct ClientClosing {
  std::size_t pending = 0;  ///< Commands without an outcome when closing began.
  std::size_t ended = 0;    ///< Those of them that closing ended, with `not_sent` or `unknown`.
};

/// Receives the events of a client: for logs, metrics and alerts. See make_log_observer() and StatsObserver
/// for ready ones. Derive from it and override the events of interest; the others do nothing.
///
///     class Alarm final : public cent::Observer {
///      public:
///       void key_refused(const cent::KeyRefused& event) override { page_somebody(event.address); }
///     };
///
/// An event is called in the thread in which it happens: a thread of the caller for a Client, one of the
/// client's own for an AsyncClient. Several threads call at once, and one object may observe several clients.
/// An event must not block: while it runs, the client does nothing else in this thread. It must not call the
/// client. It may throw: the client catches and counts the exception, and continues.
///
/// Texts and errors are valid only during the call; a copy of `*error` stays valid.
///
/// No event contains the API key, a header's value or a payload. Addresses come without user and query. The
/// texts of errors and of servers come redacted. Methods and channels come as the program gave them.
class CENT_EXPORT Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer();

  /// A request ended. Several attempts may belong to one command, and several commands to one attempt.
  virtual void attempt_ended(const AttemptEnded& event);
  /// A command got its outcome; called before its callback or the return of its call.
  virtual void command_ended(const CommandEnded& event);
  /// An address was set aside, or works again. Only of clients with several addresses.
  virtual void address_changed(const AddressChanged& event);
  /// A server's protocol or version became known, or changed.
  virtual void server_found(const ServerFound& event);
  /// The API key was rejected.
  virtual void key_refused(const KeyRefused& event);
  /// A field was sent to a server that ignores it. Before the request's attempts.
  virtual void field_ignored(const FieldIgnored& event);
  /// The queue passed its mark, or went below it.
  virtual void queue_changed(const QueueLevel& event);
  /// The client was closed or destroyed. Called once.
  virtual void client_closing(const ClientClosing& event);
};

/// An observer that passes each event to all of `observers`, in their order. Null pointers are left out. If
/// some throw, the others are still called, and the first exception is then passed on.
[[nodiscard]] CENT_EXPORT std::shared_ptr<Observer> combine_observers(
    std::vector<std::shared_ptr<Observer>> observers);

}  // namespace cent
