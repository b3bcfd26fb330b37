import TestSupport
import Experiments
import Testing

/// An object for a cache, told from others by a number.
struct SampleObject {
  let key: Digest
  let payload: [UInt8]
  let note: ObjectNote

  init(_ number: Int, step: String = "masks", size: Int = 40) {
    key = Digest(of: Array("object \(number)".utf8))
    payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
    note = ObjectNote(
      step: step, subject: "image-\(number)", components: [.init("version", "\(number)")],
      cost: .init(wall: 1000 * number, cpu: 10, peakBytes: 1))
  }
}

extension Cache {
  func store(_ object: SampleObject) throws(CacheError) {
    try store(object.payload, under: object.key, note: object.note)
  }

  func holds(_ object: SampleObject) throws -> Bool {
    try contains(object.key) && lookup(object.key) == .found(object.payload)
  }
}

extension TemporaryFolder {
  /// Fills a pack as a process would that has ended since, and returns the pack's name.
  @discardableResult
  func fill(_ objects: [SampleObject]) throws -> String {
    let before = Set(try names(endingIn: ".pack"))
    let cache = try Cache(folder: path)
    for object in objects { try cache.store(object) }
    return try #require(Set(try names(endingIn: ".pack")).subtracting(before).first)
  }
}
