import TestSupport
import Experiments
import Foundation
import Testing

@Suite struct CacheTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("what one run stored, the next finds, with its note")
  func roundTrip() throws {
    let objects = (0..<5).map { SampleObject($0, size: $0 * 1000) }
    try folder.fill(objects)
    let cache = try Cache(folder: folder.path)
    for object in objects {
      #expect(try cache.holds(object))
      #expect(cache.note(of: object.key) == object.note)
      #expect(cache.notes(step: "masks", subject: object.note.subject) == [object.note])
    }
    #expect(try cache.lookup(Digest(of: [9])) == .absent)
    #expect(cache.damage.isEmpty)
  }

  @Test("a run finds what it has just stored")
  func ownObjects() throws {
    let cache = try Cache(folder: folder.path)
    for number in 0..<5 { try cache.store(SampleObject(number)) }
    for number in 0..<5 { #expect(try cache.holds(SampleObject(number))) }
    #expect(try folder.names(endingIn: ".pack").count == 1)
  }

  @Test("notes come from the object stored last to the first, whatever the packs are called")
  func notes() throws {
    for version in 0..<6 {
      let cache = try Cache(folder: folder.path)
      try cache.store(
        [1], under: Digest(of: [UInt8(version)]),
        note: ObjectNote(
          step: "masks", subject: "image", components: [.init("version", "\(version)")]))
      // Time stamps of files tick in milliseconds.
      Thread.sleep(forTimeInterval: 0.02)
    }
    let notes = try Cache(folder: folder.path).notes(step: "masks", subject: "image")
    #expect(notes.map(\.components) == (0..<6).reversed().map { [.init("version", "\($0)")] })
  }

  @Test("two runs share a folder: each writes a pack of its own, a third reads both")
  func shared() throws {
    let (a, b) = (try Cache(folder: folder.path), try Cache(folder: folder.path))
    for number in 0..<10 { try (number % 2 == 0 ? a : b).store(SampleObject(number)) }
    let third = try Cache(folder: folder.path)
    for number in 0..<10 { #expect(try third.holds(SampleObject(number))) }
    #expect(try folder.names(endingIn: ".pack").count == 2)
  }

  @Test("many threads store at once and nothing is lost")
  func threads() async throws {
    let cache = try Cache(folder: folder.path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for thread in 0..<8 {
        group.addTask {
          for number in 0..<50 {
            let object = SampleObject(thread * 50 + number, size: number * 20)
            try cache.store(object)
            guard try cache.holds(object) else { throw Missing(number: number) }
          }
        }
      }
      try await group.waitForAll()
    }
    let next = try Cache(folder: folder.path)
    for number in 0..<400 {
      #expect(try next.holds(SampleObject(number, size: number % 50 * 20)))
    }
  }

  private struct Missing: Error { let number: Int }

  @Test("more packs than a process may have open files are no trouble")
  func manyPacks() throws {
    let pack = try folder.bytes(folder.fill([SampleObject(0)]))
    for number in 0..<1500 { try folder.write(pack, "copy-\(number).pack") }
    let cache = try Cache(folder: folder.path)
    #expect(try cache.holds(SampleObject(0)))
    #expect(cache.usage.map(\.objects) == [1])
  }

  @Test("a pack that another process prunes meanwhile leaves its objects absent")
  func prunedMeanwhile() throws {
    let pack = try folder.fill([SampleObject(0)])
    let cache = try Cache(folder: folder.path)
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(pack)")
    #expect(try cache.lookup(SampleObject(0).key) == .absent)
    #expect(!cache.contains(SampleObject(0).key))
  }

  @Test("usage counts objects, bytes and mean seconds per step")
  func usage() throws {
    try folder.fill([
      SampleObject(1), SampleObject(3), SampleObject(2, step: "scores", size: 100),
    ])
    let usage = try Cache(folder: folder.path).usage
    #expect(usage.map(\.step) == ["masks", "scores"])
    #expect(usage.map(\.objects) == [2, 1])
    #expect(usage.map(\.meanSeconds) == [0.002, 0.002])
    let size = try folder.names(endingIn: ".pack").reduce(0) { try $0 + folder.bytes($1).count }
    #expect(usage.reduce(0) { $0 + $1.bytes } == size)
  }
}
