import Foundation
import Synchronization

/// Listing and pruning.
extension Cache {
  /// What one step keeps in the cache.
  public struct StepUsage: Sendable, Codable, Equatable {
    public let step: String
    public let objects: Int
    public let bytes: Int
    /// Mean wall seconds it took to make one object.
    public let meanSeconds: Double
  }

  /// Usage per step, by name.
  public var usage: [StepUsage] {
    state.withLock { state in
      var groups: [String: (objects: Int, bytes: Int, wall: Int)] = [:]
      for (key, location) in state.locations {
        let note = state.notes[key]
        groups[note?.step ?? "unknown", default: (0, 0, 0)].objects += 1
        groups[note?.step ?? "unknown", default: (0, 0, 0)].bytes += location.record.size
        groups[note?.step ?? "unknown", default: (0, 0, 0)].wall += note?.cost.wall ?? 0
      }
      return groups.sorted { $0.key < $1.key }.map { step, group in
        StepUsage(
          step: step, objects: group.objects, bytes: group.bytes,
          meanSeconds: Double(group.wall) / 1e6 / Double(max(1, group.objects)))
      }
    }
  }

  /// What pruning did.
  public struct PruneReport: Sendable, Codable, Equatable {
    public var removedObjects = 0
    public var freedBytes = 0
    /// Packs left alone because a run is writing to them.
    public var busyPacks = 0
  }

  /// Rewrites packs without the objects that `isKept` refuses and without damaged or superseded
  /// ones. A pack is replaced only once its successor is safely on disk.
  public func prune(keeping isKept: (ObjectNote) -> Bool) throws(CacheError) -> PruneReport {
    var report = PruneReport()
    for path in try Self.packs(in: folder) {
      let pack = try PackFile.reading(path)
      guard !pack.isBeingWritten else {
        report.busyPacks += 1
        continue
      }
      let mine = state.withLock { state in
        state.locations.filter { $0.value.pack.path == path }.sorted {
          $0.value.offset < $1.value.offset
        }
        .map { (key: $0.key, location: $0.value, note: state.notes[$0.key]) }
      }
      let kept = mine.filter { $0.note.map(isKept) ?? false }
      let before = pack.size
      guard kept.reduce(0, { $0 + $1.location.record.size }) < before else { continue }
      report.removedObjects += mine.count - kept.count
      if !kept.isEmpty {
        let successor = try PackFile.creating(in: folder)
        for object in kept {
          guard case .found(let payload) = try lookup(object.key), let note = object.note else {
            continue
          }
          _ = try successor.append(
            PackRecord.bytes(key: object.key, note: note.bytes, payload: payload))
        }
        successor.synchronise()
        report.freedBytes -= successor.size
      }
      // Sound: unlink reads the path's C string, which outlives the call.
      unsafe unlink(path)
      report.freedBytes += before
    }
    return report
  }
}
