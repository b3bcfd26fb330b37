import Foundation
internal import Synchronization

/// Results of steps by the digest of everything that went into them.
///
/// A folder of append-only packs, one per writing process, so that two runs may share it without
/// waiting for each other. What a process wrote before it was killed is there for the next.
public final class Cache: Sendable {
  /// Where an object's payload lies.
  struct Location: Sendable {
    let pack: PackFile
    let record: PackRecord
    let offset: Int
  }

  struct State: Sendable {
    var locations: [Digest: Location] = [:]
    var notes: [Digest: ObjectNote] = [:]
    /// The latest object per "step/subject": what a miss is compared with.
    var latest: [String: Digest] = [:]
    var writing: PackFile?
    var unsynchronised = 0
  }

  public let folder: String
  /// What was found damaged on opening: a sentence each, naming the pack.
  public let damage: [String]
  let state: Mutex<State>

  /// Opens `folder`, creating it if need be.
  public init(folder: String) throws(CacheError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotOpen(path: folder, reason: "\(error.localizedDescription)")
    }
    self.folder = folder
    var state = State()
    var damage: [String] = []
    for path in try Self.packs(in: folder) {
      let pack = try PackFile.reading(path)
      if let offset = try Self.scan(pack, into: &state) {
        damage.append(
          "\(path): unreadable from byte \(offset) on; what stood there is made again when needed")
      }
    }
    self.damage = damage
    self.state = Mutex(state)
  }

  static func packs(in folder: String) throws(CacheError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".pack") }.sorted().map { "\(folder)/\($0)" }
    } catch {
      throw .cannotOpen(path: folder, reason: error.localizedDescription)
    }
  }

  /// Adds the pack's objects to `state`. Returns where scanning had to stop, nil at a clean end or
  /// at a tail that another process may still be writing.
  private static func scan(_ pack: PackFile, into state: inout State) throws(CacheError) -> Int? {
    let size = pack.size
    var offset = 0
    while offset < size {
      let header = try pack.read(at: offset, count: PackRecord.headerSize)
      guard let record = PackRecord(header: header), offset + record.size <= size else {
        return pack.isBeingWritten ? nil : offset
      }
      let noteBytes = try pack.read(
        at: offset + PackRecord.headerSize, count: record.noteLength)
      state.add(
        record, note: ObjectNote(bytes: noteBytes),
        at: Location(
          pack: pack, record: record,
          offset: offset + PackRecord.headerSize + record.noteLength))
      offset += record.size
    }
    return nil
  }

  public func contains(_ key: Digest) -> Bool { state.withLock { $0.locations[key] != nil } }

  /// The note of an object, nil if there is no such object.
  public func note(of key: Digest) -> ObjectNote? { state.withLock { $0.notes[key] } }

  /// The note of the newest object that `step` made for `subject` under any key.
  public func latestNote(step: String, subject: String) -> ObjectNote? {
    state.withLock { state in
      state.latest["\(step)/\(subject)"].flatMap { state.notes[$0] }
    }
  }

  public enum Lookup: Sendable {
    case found([UInt8])
    case absent
    /// The bytes no longer match their digest; the object counts as absent from now on.
    case damaged(path: String)
  }

  /// The payload stored under `key`, its digest checked.
  public func lookup(_ key: Digest) throws(CacheError) -> Lookup {
    guard let location = state.withLock({ $0.locations[key] }) else { return .absent }
    let payload = try location.pack.read(
      at: location.offset, count: location.record.payloadLength)
    guard Digest(of: payload) == location.record.payloadDigest else {
      state.withLock {
        $0.locations[key] = nil
        $0.notes[key] = nil
      }
      return .damaged(path: location.pack.path)
    }
    return .found(payload)
  }

  /// Stores `payload` under `key`; safe from any thread.
  public func store(_ payload: [UInt8], under key: Digest, note: ObjectNote) throws(CacheError) {
    let noteBytes = note.bytes
    let bytes = PackRecord.bytes(key: key, note: noteBytes, payload: payload)
    try state.withLock { state throws(CacheError) in
      let pack: PackFile
      if let open = state.writing {
        pack = open
      } else {
        pack = try PackFile.creating(in: folder)
        state.writing = pack
      }
      let start = try pack.append(bytes)
      guard let record = PackRecord(header: Array(bytes[..<PackRecord.headerSize])) else { return }
      state.add(
        record, note: note,
        at: Location(
          pack: pack, record: record, offset: start + PackRecord.headerSize + noteBytes.count))
      // A killed process loses nothing that was written; only a power cut could, so the disk is
      // asked to keep up once every 16 MB and not once per object.
      state.unsynchronised += bytes.count
      if state.unsynchronised > 16 << 20 {
        pack.synchronise()
        state.unsynchronised = 0
      }
    }
  }

  /// Waits until everything stored is on disk.
  public func synchronise() {
    state.withLock {
      $0.writing?.synchronise()
      $0.unsynchronised = 0
    }
  }
}

extension Cache.State {
  mutating func add(_ record: PackRecord, note: ObjectNote?, at location: Cache.Location) {
    locations[record.key] = location
    if let note {
      notes[record.key] = note
      latest["\(note.step)/\(note.subject)"] = record.key
    }
  }
}
