import Foundation
public import Vision

/// Pseudo labels and masks from disk, merged by a rule into enhanced labels on disk.
public struct Merge: Sendable {
  public let labels: LabelFolder
  public let masks: String
  public let output: String
  public let setting: MergeSetting
  private let ids: [ImageID]

  /// `ids` defaults to every pseudo label there is.
  ///
  /// Throws: `DatasetError.missingFolder` without masks, and what listing the labels throws.
  public init(
    labels: LabelFolder, masks: String, output: String, rule: SEPLRule,
    thresholds: SEPLThresholds, ids: [ImageID]? = nil
  ) throws {
    guard FileManager.default.fileExists(atPath: masks + "/.") else {
      throw DatasetError.missingFolder(
        path: masks, purpose: "a folder of masks, ID/ or ID.json per image,")
    }
    self.labels = labels
    self.masks = masks
    self.output = output
    setting = MergeSetting(rule, thresholds: thresholds)
    if let ids { self.ids = ids } else { self.ids = try labels.ids() }
  }

  /// Writes `ID.png` for every image, a palette PNG with the VOC colours. An image that cannot be
  /// merged is a problem of the outcome; the others are written.
  ///
  /// With a `cacheFolder`, masks are kept there as run lengths, and their files are read no more
  /// unless they change.
  ///
  /// Throws: `Lab.Interrupted`; `CacheError` and `ImageFileError.unwritable` where nothing more can
  /// be written, which no other image would mend. What is written stays.
  public func run(
    cacheFolder: String?, jobs: Int, observer: any RunObserver,
    isInterrupted: @escaping @Sendable () -> Bool
  ) async throws -> Lab.Outcome<Void> {
    try FileBytes.makeFolder(output)
    let store = try cacheFolder.map { folder throws(CacheError) in
      (cache: try Cache(folder: folder), digests: FileDigests(folder: folder))
    }
    observer.began(stage: "merge", total: ids.count)
    defer { observer.finished() }
    // Also where the run stops early: what was hashed need not be hashed again.
    defer {
      if let store { keep(store.cache, store.digests, observer) }
    }
    let results = try await inParallel(ids, jobs: jobs) { id in
      if isInterrupted() { throw Lab.Interrupted() }
      defer { observer.advanced() }
      return try attempting(id) { try merge(id, store?.cache, store?.digests, observer) }
    }
    return Lab.Outcome(ids.map { "\($0)" }, results)
  }

  private func keep(_ cache: Cache, _ digests: FileDigests, _ observer: any RunObserver) {
    cache.synchronise()
    do {
      try digests.save()
    } catch {
      observer.warn("\(error); mask files will be read again next time")
    }
  }

  private func merge(
    _ id: ImageID, _ cache: Cache?, _ digests: FileDigests?, _ observer: any RunObserver
  ) throws {
    guard let cache, let digests else {
      let pseudo = try labels.labels(for: id)
      let set = try MaskFolder(path: masks).masks(
        id: id.name, width: pseudo.width, height: pseudo.height)
      return try write(pseudo, set, id)
    }
    // Merging needs nothing of a photograph but its size, which the pseudo label has too.
    let path = labels.path(of: id)
    let bench = Bench(
      sample: .init(id: id, imagePath: path, truthPath: path), dataset: Self.labelsOnly,
      cache: cache, digests: digests, observer: observer)
    let source = MaskSource.folder(name: "masks", path: masks)
    try write(try bench.truth(), try bench.masks(from: source), id)
  }

  private static let labelsOnly = Dataset(
    name: "labels", classes: .unnamed, split: "", samples: [])

  /// A full disk stops the run; any other error belongs to its image.
  private func attempting(
    _ id: ImageID, _ body: () throws -> Void
  ) throws -> Result<Void, Lab.Problem> {
    do {
      return .success(try body())
    } catch let error as CacheError {
      throw error
    } catch let error as ImageFileError where error.isUnwritable {
      throw error
    } catch {
      return .failure(Lab.Problem(id: "\(id)", message: "\(error)"))
    }
  }

  private func write(_ labels: LabelMap, _ masks: MaskSet, _ id: ImageID) throws {
    let table = MergeTable(seed: labels, truth: nil, masks: masks, for: [setting])
    let enhanced = table.labels(for: table.selection(for: setting)).labelMap
    try FileBytes.write(
      PNGCodec.encodePalette(enhanced, palette: VOCPalette.bytes), to: "\(output)/\(id).png")
  }
}
