#pragma once
#include <cent/detail/method_list.hpp>

// Declarations of cent's types, for headers that only name them.

namespace cent {

class AsyncClient;
class Batch;
class CallContext;
class CentException;
class Client;
class ClientNotEmpty;
class HistoryReader;
class Json;
class Observer;
class Replies;
class RequestException;
class Resolver;
class ResponseError;
class RetryRule;
class StatsObserver;
class Transport;
class UsageError;
enum class Delivery;
enum class Effect : unsigned char;
enum class FailureKind;
struct AsyncClientOptions;
struct CallOptions;
struct ClientInfo;
struct ClientOptions;
struct Command;
struct ErrorInfo;
struct HistoryPage;
struct HostAddresses;
struct HttpOptions;
struct Publication;
struct RetryPolicy;
struct StreamPosition;
template <class Result>
class Reply;
template <class Result>
class Ticket;

#define CENT_DECLARE(name, Type, since, number) \
  struct Type##Request;                         \
  struct Type##Result;
CENT_METHODS(CENT_DECLARE)
#undef CENT_DECLARE

}  // namespace cent
