import TestSupport
import Experiments
import Foundation
import Testing

/// A file system of 256 KiB. Making one takes a superuser.
private final class SmallDisk {
  let path: String

  init?() throws {
    path = NSTemporaryDirectory() + "sepal-disk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard try Self.run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", path) else {
      try FileManager.default.removeItem(atPath: path)
      return nil
    }
  }

  deinit {
    do {
      _ = try Self.run("umount", path)
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("\(path) is left behind: \(error)")
    }
  }

  private static func run(_ words: String...) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  static let isPossible: Bool = {
    do { return try SmallDisk() != nil } catch { return false }
  }()
}

@Suite(.enabled(if: SmallDisk.isPossible, "needs the right to mount a small file system"))
struct FullDiskTests {
  @Test("a full disk is a cannotWrite; what was stored stays, and space lets the run go on")
  func full() throws {
    let disk = try #require(try SmallDisk())
    let objects = (0..<40).map { SampleObject($0, size: 10_000) }
    let cache = try Cache(folder: disk.path)
    var stored: [SampleObject] = []
    var failure: CacheError?
    for object in objects where failure == nil {
      do throws(CacheError) {
        try cache.store(object)
        stored.append(object)
      } catch {
        failure = error
      }
    }
    guard case .cannotWrite(_, reason: "No space left on device") = failure else {
      Issue.record("expected a full disk, found \(String(describing: failure))")
      return
    }
    #expect((15..<27).contains(stored.count))
    for object in stored { #expect(try cache.holds(object)) }

    let next = try Cache(folder: disk.path)
    #expect(next.damage.isEmpty)
    for object in stored { #expect(try next.holds(object)) }

    // A full disk is no reason why everything could not be thrown away.
    let busy = try next.prune { _ in false }
    #expect(busy.busyPacks <= 1)
  }

  @Test("pruning on a full disk leaves every pack as it was, or done")
  func prune() throws {
    let disk = try #require(try SmallDisk())
    let objects = (0..<16).map {
      SampleObject($0, step: $0 == 0 ? "scores" : "masks", size: 12_000)
    }
    try Self.fill(disk.path, objects)
    try Self.awaitUnlocked(disk.path)
    let cache = try Cache(folder: disk.path)
    // Keeping nearly all takes a second pack as large as the first: there is no room.
    #expect(throws: CacheError.self) { try cache.prune { $0.step == "masks" } }
    for object in objects { #expect(try Cache(folder: disk.path).holds(object)) }
    let report = try cache.prune { _ in false }
    #expect(report.removedObjects == 16)
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).isEmpty)
  }

  /// As a process that has ended since.
  private static func fill(_ path: String, _ objects: [SampleObject]) throws {
    let cache = try Cache(folder: path)
    for object in objects { try cache.store(object) }
  }

  /// A program that another test is just starting shares our descriptors, and with them the lock of
  /// what `fill` wrote, until it is loaded.
  private static func awaitUnlocked(_ path: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      let pack = try #require(FileHandle(forReadingAtPath: "\(path)/\(name)"))
      let limit = ContinuousClock.now + .seconds(10)
      while flock(pack.fileDescriptor, LOCK_EX | LOCK_NB) != 0 {
        try #require(ContinuousClock.now < limit, "\(name) stays locked")
        usleep(1000)
      }
      try pack.close()
    }
  }
}
