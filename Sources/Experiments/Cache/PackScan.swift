/// The records of a pack, as far as they can be read.
struct PackScan {
  struct Entry {
    let record: PackRecord
    /// nil where the note's bytes are damaged; the payload may still be intact.
    let note: ObjectNote?
    /// Where the payload starts.
    let offset: Int
  }

  private(set) var entries: [Entry] = []
  /// The first byte that belongs to no record although a whole header stands there; nil at a clean
  /// end, and at a tail torn by a kill or still being written, which is nothing to worry about.
  private(set) var damagedFrom: Int?
  /// The bytes of all entries.
  private(set) var size = 0

  init(_ pack: PackFile) throws(CacheError) {
    let end = pack.size
    while size < end {
      let header = try pack.read(at: size, count: PackRecord.headerSize)
      guard let record = PackRecord(header: header) else {
        damagedFrom = header.count == PackRecord.headerSize ? size : nil
        return
      }
      guard size + record.size <= end else { return }
      let note = try pack.read(at: size + PackRecord.headerSize, count: record.noteLength)
      entries.append(
        Entry(
          record: record, note: ObjectNote(bytes: note),
          offset: size + PackRecord.headerSize + record.noteLength))
      size += record.size
    }
  }
}
