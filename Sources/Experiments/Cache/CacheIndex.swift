/// Which objects the packs of a folder hold, and where.
struct CacheIndex: Sendable {
  /// Where an object's payload lies. The pack is opened anew for every read: a folder may have more
  /// packs than a process may have open files.
  struct Location: Sendable, Equatable {
    let path: String
    let record: PackRecord
    let offset: Int
  }

  /// The copies of each object, the newest last. There are several where one was damaged and made
  /// again, or where two runs made the same.
  private(set) var locations: [Digest: [Location]] = [:]
  private var notes: [Digest: ObjectNote] = [:]
  /// The objects per "step/subject", the newest last: what a miss is compared with.
  private var history: [String: [Digest]] = [:]
  /// A sentence per pack that cannot be read to its end.
  private(set) var damage: [String] = []

  /// Scans every pack of `folder`.
  init(folder: String) throws(CacheError) {
    for path in try CacheFolder.packs(in: folder) {
      guard let pack = try PackFile.reading(path) else { continue }
      let scan = try PackScan(pack)
      for entry in scan.entries {
        add(
          entry.note, at: Location(path: path, record: entry.record, offset: entry.offset))
      }
      if let start = scan.damagedFrom {
        damage.append(
          "\(path): unreadable from byte \(start) on; what stood there is made again when needed")
      }
    }
  }

  mutating func add(_ note: ObjectNote?, at location: Location) {
    let key = location.record.key
    locations[key, default: []].append(location)
    if let note {
      notes[key] = note
      history["\(note.step)/\(note.subject)", default: []].append(key)
    }
  }

  /// Takes one copy of an object as lost. Its note stays, so that a plan can say what became of it.
  mutating func forget(_ location: Location) {
    let key = location.record.key
    let rest = locations[key, default: []].filter { $0 != location }
    locations[key] = rest.isEmpty ? nil : rest
  }

  func location(of key: Digest) -> Location? { locations[key]?.last }

  /// The note of an object, whether it still is there or was lost.
  func note(of key: Digest) -> ObjectNote? { notes[key] }

  /// The notes of what a step made for a subject under whatever key, the newest first.
  func notes(step: String, subject: String) -> [ObjectNote] {
    history["\(step)/\(subject)", default: []].reversed().compactMap { notes[$0] }
  }
}
