internal import Synchronization

/// Results of steps by the digest of everything that went into them.
///
/// A folder of append-only packs, one per writing process, so that two runs may share it without
/// waiting for each other. What a process wrote before it was killed is there for the next.
public final class Cache: Sendable {
  struct State: Sendable {
    var index: CacheIndex
    var writing: PackFile?
    var unsynchronised = 0
  }

  public let folder: String
  /// What was found damaged on opening: a sentence each, naming the pack.
  public let damage: [String]
  let state: Mutex<State>

  /// Opens `folder`, creating it if need be.
  ///
  /// Throws: `CacheError.cannotOpen` where the folder cannot be made or listed, `.cannotRead` for a
  /// pack that the system refuses to read. A damaged pack is no error; see `damage`.
  public init(folder: String) throws(CacheError) {
    try CacheFolder.make(folder)
    self.folder = folder
    let index = try CacheIndex(folder: folder)
    damage = index.damage
    state = Mutex(State(index: index))
  }

  public func contains(_ key: Digest) -> Bool {
    state.withLock { $0.index.location(of: key) != nil }
  }

  /// The note of an object, nil if there never was such an object.
  public func note(of key: Digest) -> ObjectNote? { state.withLock { $0.index.note(of: key) } }

  /// The notes of what `step` made for `subject` under whatever key, the newest first.
  public func notes(step: String, subject: String) -> [ObjectNote] {
    state.withLock { $0.index.notes(step: step, subject: subject) }
  }

  public enum Lookup: Sendable, Equatable {
    case found([UInt8])
    case absent
    /// No copy of the object matches its digest; it counts as absent from now on.
    case damaged(path: String)
  }

  /// The payload stored under `key`, its digest checked.
  ///
  /// Throws: `CacheError.cannotRead` where the system fails to read a pack.
  public func lookup(_ key: Digest) throws(CacheError) -> Lookup {
    var damaged: String?
    while let location = state.withLock({ $0.index.location(of: key) }) {
      // A pack that is gone was pruned by another process.
      if let pack = try PackFile.reading(location.path) {
        let payload = try pack.read(
          at: location.offset, count: location.record.payloadLength)
        if Digest(of: payload) == location.record.payloadDigest { return .found(payload) }
        damaged = location.path
      }
      state.withLock { $0.index.forget(location) }
    }
    return damaged.map { .damaged(path: $0) } ?? .absent
  }

  /// Stores `payload` under `key`; safe from any thread.
  ///
  /// Throws: `CacheError.cannotWrite`, such as for a full disk; what was stored before stays.
  public func store(_ payload: [UInt8], under key: Digest, note: ObjectNote) throws(CacheError) {
    let noteBytes = note.bytes
    let record = PackRecord(key: key, note: noteBytes, payload: payload)
    let bytes = record.header + noteBytes + payload
    try state.withLock { state throws(CacheError) in
      let pack = if let open = state.writing { open } else { try PackFile.creating(in: folder) }
      // Set again below: a pack that failed once may end in half a record that hides later ones.
      state.writing = nil
      let start = try pack.append(bytes)
      state.index.add(
        note,
        at: .init(
          path: pack.path, record: record,
          offset: start + PackRecord.headerSize + noteBytes.count))
      // A killed process loses nothing that was written; only a power cut could, so the disk is
      // asked to keep up once every 16 MB and not once per object.
      state.unsynchronised += bytes.count
      if state.unsynchronised > 16 << 20 {
        try pack.synchronise()
        state.unsynchronised = 0
      }
      state.writing = pack
    }
  }

  /// Asks the disk to keep everything stored. Where it cannot, nothing wrong comes of it: an object
  /// that a power cut takes fails its digest and is made again.
  public func synchronise() {
    state.withLock { state in
      do throws(CacheError) {
        try state.writing?.synchronise()
        state.unsynchronised = 0
      } catch {
        state.writing = nil
      }
    }
  }
}
