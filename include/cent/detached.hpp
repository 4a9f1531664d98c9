#pragma once

namespace cent {

/// The type of `detached`.
struct Detached {};

/// In place of a callback: nobody waits for the outcome of this command. If it fails,
/// AsyncClientOptions::on_failure is called; without one the failure is counted only.
///
///     client.publish("news", cent::Json::of("hello"), cent::detached);
inline constexpr Detached detached{};

}  // namespace cent
