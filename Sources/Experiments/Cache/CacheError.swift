import Foundation

/// Why the cache cannot be used. Damage to single objects is no error: they are made again.
public enum CacheError: Error, Equatable, Sendable {
  case cannotOpen(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  case cannotRead(path: String, reason: String)
}

extension CacheError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "\(path): the cache folder cannot be opened (\(reason)); "
        + "choose another with --cache or mend its permissions"
    case .cannotWrite(let path, let reason):
      "\(path): the cache cannot be written (\(reason)); what was done so far is kept: "
        + "free some space or choose another folder with --cache, then run again to resume"
    case .cannotRead(let path, let reason):
      "\(path): the cache cannot be read (\(reason))"
    }
  }
}

extension CacheError {
  /// The system's word for what stopped Foundation, whose own sentences repeat the path and vary
  /// with the language.
  static func reason(_ error: any Error) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    guard cause.domain == NSPOSIXErrorDomain else { return "\(cause.domain) \(cause.code)" }
    return systemReason(Int32(truncatingIfNeeded: cause.code))
  }
}
