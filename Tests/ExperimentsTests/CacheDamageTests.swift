import TestSupport
import Experiments
import Foundation
import Testing

/// Packs that a kill, a bad disk or a full one has left.
@Suite struct CacheDamageTests {
  let folder: TemporaryFolder
  let objects = (0..<3).map { SampleObject($0) }

  init() throws { folder = try TemporaryFolder() }

  @Test("a pack cut anywhere in its last object keeps the others, and the next run goes on")
  func tornTail() throws {
    let pack = try folder.bytes(folder.fill(objects))
    let last = objects[2]
    let start = pack.count - PackRecord(of: last).size
    for length in start..<pack.count {
      let torn = try TemporaryFolder()
      try torn.write(Array(pack[..<length]), "torn.pack")
      let cache = try Cache(folder: torn.path)
      #expect(try cache.holds(objects[0]) && cache.holds(objects[1]))
      #expect(try cache.lookup(last.key) == .absent, "cut at \(length)")
      #expect(cache.damage.isEmpty, "a kill is no damage; cut at \(length)")
      try cache.store(last)
      #expect(try Cache(folder: torn.path).holds(last))
    }
  }

  @Test("any flipped bit of a payload is noticed; the object is made again and stays good")
  func payload() throws {
    let name = try folder.fill(objects)
    let pack = try folder.bytes(name)
    let payload = objects[2].payload.count
    for position in pack.count - payload..<pack.count {
      let damaged = try TemporaryFolder()
      var bytes = pack
      bytes[position] ^= 1 << UInt8(position % 8)
      try damaged.write(bytes, name)
      let cache = try Cache(folder: damaged.path)
      #expect(try cache.holds(objects[1]))
      #expect(try cache.lookup(objects[2].key) == .damaged(path: "\(damaged.path)/\(name)"))
      #expect(!cache.contains(objects[2].key))
      try cache.store(objects[2])
      #expect(try cache.holds(objects[2]))
      // The damaged copy is still in the older pack.
      #expect(try Cache(folder: damaged.path).holds(objects[2]))
    }
  }

  @Test("a good copy is found whichever pack is read first")
  func goodCopy() throws {
    let pack = try folder.bytes(folder.fill([objects[0]]))
    var damaged = pack
    damaged[pack.count - 1] ^= 1
    for names in [["a.pack", "b.pack"], ["b.pack", "a.pack"]] {
      let other = try TemporaryFolder()
      try other.write(pack, names[0])
      Thread.sleep(forTimeInterval: 0.02)
      try other.write(damaged, names[1])
      #expect(try Cache(folder: other.path).holds(objects[0]))
    }
  }

  @Test("any flipped bit of a header makes the rest of its pack unreadable, and a warning says so")
  func header() throws {
    let name = try folder.fill(objects)
    let pack = try folder.bytes(name)
    let start = PackRecord(of: objects[0]).size
    for position in 0..<PackRecord.headerSize {
      let damaged = try TemporaryFolder()
      var bytes = pack
      bytes[start + position] ^= 1 << UInt8(position % 8)
      try damaged.write(bytes, name)
      let cache = try Cache(folder: damaged.path)
      #expect(try cache.holds(objects[0]))
      #expect(try cache.lookup(objects[1].key) == .absent)
      #expect(try cache.lookup(objects[2].key) == .absent)
      #expect(cache.damage.count == 1)
      #expect(cache.damage.first?.hasPrefix("\(damaged.path)/\(name): ") ?? false)
      #expect(cache.damage.first?.contains("from byte \(start) on") ?? false)
    }
  }

  @Test("a flipped bit of a note loses no object")
  func note() throws {
    let name = try folder.fill(objects)
    let pack = try folder.bytes(name)
    let start = PackRecord.headerSize
    for position in start..<start + objects[0].note.bytes.count {
      let damaged = try TemporaryFolder()
      var bytes = pack
      bytes[position] ^= 0x80
      try damaged.write(bytes, name)
      let cache = try Cache(folder: damaged.path)
      for object in objects { #expect(try cache.holds(object)) }
    }
  }

  @Test("a file that is no pack at all is reported and left alone")
  func foreign() throws {
    try folder.write(Array(repeating: 0x20, count: 4000), "foreign.pack")
    let cache = try Cache(folder: folder.path)
    #expect(cache.damage.count == 1)
    try cache.store(objects[0])
    #expect(try Cache(folder: folder.path).holds(objects[0]))
  }

  @Test("a cache folder that cannot be made is an error that says why")
  func cannotOpen() throws {
    let file = try folder.write([1], "file")
    let error = try #require(throws: CacheError.self) { try Cache(folder: "\(file)/cache") }
    #expect(error == .cannotOpen(path: "\(file)/cache", reason: "Not a directory"))
    #expect("\(error)".contains("--cache"))
  }

  @Test("a cache folder that vanishes is a cannotWrite, not a crash")
  func vanished() throws {
    let path = "\(folder.path)/cache"
    let cache = try Cache(folder: path)
    try FileManager.default.removeItem(atPath: path)
    let error = try #require(throws: CacheError.self) { try cache.store(objects[0]) }
    #expect(error == .cannotWrite(path: path, reason: "No such file or directory"))
    #expect("\(error)".contains("run again to resume"))
  }
}

extension PackRecord {
  init(of object: SampleObject) {
    self.init(key: object.key, note: object.note.bytes, payload: object.payload)
  }
}
