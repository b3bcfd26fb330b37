extension Cache {
  /// The object under `key`; nil where there is none that can be used, of which `observer` hears what
  /// is wrong with it. `what` names it for a reader.
  ///
  /// Throws: `CacheError.cannotRead`.
  func decoded<Output: Storable>(
    _ type: Output.Type, under key: Digest, what: String, _ observer: any RunObserver
  ) throws(CacheError) -> Output? {
    switch try lookup(key) {
    case .absent: return nil
    case .found(let bytes):
      do {
        return try Output(stored: bytes)
      } catch {
        // Intact, yet from code that wrote another form under the same version.
        observer.warn("the stored \(what) is unusable (\(error)); it is made again")
        return nil
      }
    case .damaged(let path):
      observer.warn("\(path): the stored \(what) is damaged; it is made again")
      return nil
    }
  }
}
