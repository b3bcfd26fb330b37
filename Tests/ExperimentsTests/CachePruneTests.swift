import TestSupport
import Experiments
import Foundation
import Testing

@Suite struct CachePruneTests {
  let folder: TemporaryFolder
  let masks = (0..<4).map { SampleObject($0) }
  let scores = (4..<7).map { SampleObject($0, step: "scores") }

  init() throws { folder = try TemporaryFolder() }

  @Test("pruning removes what it is told to, frees its bytes and keeps the rest readable")
  func removes() throws {
    let pack = try folder.fill([masks[0], scores[0], masks[1], scores[1], scores[2]])
    try folder.fill([masks[2], masks[3]])
    let before = try folder.bytes(pack).count
    let cache = try Cache(folder: folder.path)
    let report = try cache.prune { $0.step == "masks" }
    #expect(report.removedObjects == 3)
    #expect(report.busyPacks == 0)
    for cache in [cache, try Cache(folder: folder.path)] {
      for object in masks { #expect(try cache.holds(object)) }
      for object in masks { #expect(cache.note(of: object.key) == object.note) }
      for object in scores { #expect(!cache.contains(object.key)) }
      #expect(cache.usage.map(\.step) == ["masks"])
    }
    let packs = try folder.names(endingIn: ".pack")
    #expect(packs.count == 2 && !packs.contains(pack))
    let kept = PackRecord(of: masks[0]).size + PackRecord(of: masks[1]).size
    #expect(report.freedBytes == before - kept)
  }

  @Test("pruning again finds nothing to do and rewrites nothing")
  func settles() throws {
    try folder.fill(masks + scores)
    _ = try Cache(folder: folder.path).prune { $0.step == "masks" }
    let packs = try folder.names(endingIn: ".pack")
    let report = try Cache(folder: folder.path).prune { $0.step == "masks" }
    #expect((report.removedObjects, report.freedBytes, report.busyPacks) == (0, 0, 0))
    #expect(try folder.names(endingIn: ".pack") == packs)
  }

  @Test("pruning everything leaves no pack")
  func everything() throws {
    try folder.fill(masks)
    try folder.fill(scores)
    try folder.write([], "empty.pack")
    let cache = try Cache(folder: folder.path)
    #expect(try cache.prune { _ in false }.removedObjects == 7)
    #expect(try folder.names(endingIn: ".pack").isEmpty)
    #expect(cache.usage.isEmpty)
    try cache.store(masks[0])
    #expect(try Cache(folder: folder.path).holds(masks[0]))
  }

  @Test("a pack that another run is writing is left alone")
  func busy() throws {
    try folder.fill(scores)
    let running = try Cache(folder: folder.path)
    try running.store(masks[0])
    let report = try Cache(folder: folder.path).prune { _ in false }
    #expect(report.busyPacks == 1)
    #expect(report.removedObjects == 3)
    try running.store(masks[1])
    let next = try Cache(folder: folder.path)
    #expect(try next.holds(masks[0]) && next.holds(masks[1]))
  }

  @Test("what another run finished since this cache was opened is kept")
  func finishedMeanwhile() throws {
    try folder.fill([masks[0], scores[0]])
    let cache = try Cache(folder: folder.path)
    try folder.fill([masks[1], scores[1]])
    let report = try cache.prune { $0.step == "masks" }
    #expect(report.removedObjects == 2)
    #expect(try cache.holds(masks[0]) && cache.holds(masks[1]))
  }

  @Test("damaged objects, second copies and torn tails go, good objects stay")
  func cleans() throws {
    let name = try folder.fill([masks[0], masks[1]])
    var pack = try folder.bytes(name)
    pack[pack.count - 1] ^= 4
    try folder.write(pack + pack[..<50], name)
    Thread.sleep(forTimeInterval: 0.02)
    try folder.fill([masks[0]])
    let cache = try Cache(folder: folder.path)
    let report = try cache.prune { _ in true }
    #expect(report.removedObjects == 2)
    #expect(try cache.holds(masks[0]))
    #expect(!cache.contains(masks[1].key))
    #expect(try folder.names(endingIn: ".pack").count == 1)
  }
}
