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
