import Synchronization

/// Listing and pruning.
extension Cache {
  /// What one step keeps in the cache.
  public struct StepUsage: Sendable, Codable, Equatable {
    public let step: String
    public let objects: Int
    /// Of every copy, notes included.
    public let bytes: Int
    /// Mean wall seconds it took to make one object.
    public let meanSeconds: Double
  }

  /// Usage per step, by name.
  public var usage: [StepUsage] {
    state.withLock { state in
      var groups: [String: (objects: Int, bytes: Int, wall: Int)] = [:]
      for (key, copies) in state.index.locations {
        let note = state.index.note(of: key)
        let step = note?.step ?? "unknown"
        let old = groups[step] ?? (0, 0, 0)
        groups[step] = (
          old.objects + 1, old.bytes + copies.reduce(0) { $0 + $1.record.size },
          old.wall + (note?.cost.wall ?? 0)
        )
      }
      return groups.sorted { $0.key < $1.key }.map { step, group in
        StepUsage(
          step: step, objects: group.objects, bytes: group.bytes,
          meanSeconds: Double(group.wall) / 1e6 / Double(group.objects))
      }
    }
  }

  /// What pruning did.
  public struct PruneReport: Sendable, Codable, Equatable {
    /// Refused, damaged and superseded objects.
    public var removedObjects = 0
    public var freedBytes = 0
    /// Packs left alone because a run is writing to them.
    public var busyPacks = 0
  }

  /// Rewrites packs without the objects that `isKept` refuses and without damaged or superseded
  /// ones. A pack is removed only once its successor is safely on disk.
  ///
  /// Throws: `CacheError`; every pack is then either as it was or done.
  public func prune(keeping isKept: (ObjectNote) -> Bool) throws(CacheError) -> PruneReport {
    var report = PruneReport()
    var seen: Set<Digest> = []
    // The newest first, so that of several copies the newest is kept. Packs are scanned anew: other
    // processes may have written since this cache was opened.
    for path in try CacheFolder.packs(in: folder).reversed() {
      guard let pack = try PackFile.reading(path) else { continue }
      guard pack.claim() else {
        report.busyPacks += 1
        continue
      }
      guard pack.isLinked else { continue }
      let scan = try PackScan(pack)
      var kept: [PackScan.Entry] = []
      for entry in scan.entries {
        guard let note = entry.note, isKept(note), !seen.contains(entry.record.key),
          try pack.payload(of: entry) != nil
        else { continue }
        seen.insert(entry.record.key)
        kept.append(entry)
      }
      let size = pack.size
      let keptSize = kept.reduce(0) { $0 + $1.record.size }
      if size > 0 && keptSize == size { continue }
      if !kept.isEmpty { try copy(kept, of: pack) }
      try pack.remove()
      report.removedObjects += scan.entries.count - kept.count
      report.freedBytes += size - keptSize
    }
    try state.withLock { state throws(CacheError) in
      state.index = try CacheIndex(folder: folder)
    }
    return report
  }

  /// Writes a new pack of some of a pack's objects, or none when that fails.
  private func copy(_ entries: [PackScan.Entry], of pack: PackFile) throws(CacheError) {
    let successor = try PackFile.creating(in: folder)
    do throws(CacheError) {
      for entry in entries {
        guard let payload = try pack.payload(of: entry), let note = entry.note else { continue }
        let record = PackRecord(key: entry.record.key, note: note.bytes, payload: payload)
        _ = try successor.append(record.header + note.bytes + payload)
      }
      try successor.synchronise()
    } catch {
      try successor.remove()
      throw error
    }
  }
}

extension PackFile {
  /// nil where the bytes no longer match their digest.
  fileprivate func payload(of entry: PackScan.Entry) throws(CacheError) -> [UInt8]? {
    let payload = try read(at: entry.offset, count: entry.record.payloadLength)
    return Digest(of: payload) == entry.record.payloadDigest ? payload : nil
  }
}
