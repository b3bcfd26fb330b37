import Experiments
import Report
import Vision

/// Images that a story wants to show: which, under what setting, and what stands beside each.
struct PictureRequest {
  struct Row {
    var id: String
    /// A short word on the thumbnail, such as a signed difference.
    var badge: String
    var measures: [Fact]
  }

  var id: String
  var rows: [Row]
  var seed: SeedSource
  var masks: MaskSource
  var setting: MergeSetting
}

/// The pictures that were asked for.
struct Pictures {
  fileprivate(set) var items: [String: [GalleryItem]] = [:]

  /// A gallery of everything a request asked for.
  func gallery(_ id: String, caption: Prose, of total: Int) -> Gallery {
    let items = items[id] ?? []
    return Gallery(
      id: id, items: items, caption: caption, sampledFrom: items.count < total ? total : nil)
  }

  /// The first images of a request in one figure: photograph, then every layer over it.
  func grid(_ id: String, rows: Int) -> ImageGrid {
    let items = (items[id] ?? []).prefix(rows)
    let heads = items.first.map { ["Image"] + $0.layers.map(\.name) } ?? ["Image"]
    var legend: [LegendEntry] = []
    for entry in items.flatMap(\.legend) where !legend.contains(entry) { legend.append(entry) }
    return ImageGrid(
      heads: heads,
      rows: items.map { item in
        ImageGrid.Row(
          item.badge,
          [OverlaidImage(item.photograph)]
            + item.layers.map { OverlaidImage(item.photograph, overlays: [$0.image]) })
      }, legend: legend)
  }
}

extension Lab {
  /// Draws what the requests ask for. An image that cannot be drawn is left out; the run has
  /// already reported why.
  func pictures(_ requests: [PictureRequest]) async throws -> Pictures {
    var pictures = Pictures()
    let samples = Dictionary(
      study.samples.map { ("\($0.id)", $0) }, uniquingKeysWith: { first, _ in first })
    for request in requests where !request.rows.isEmpty {
      let rows = Dictionary(
        request.rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      let outcome = try await forEachImage(
        "pictures", in: request.rows.compactMap { samples[$0.id] }
      ) { [request, rows] bench in
        try item(at: bench, request, rows["\(bench.sample.id)"])
      }
      pictures.items[request.id] = outcome.values
    }
    return pictures
  }

  private func item(
    at bench: Bench, _ request: PictureRequest, _ row: PictureRequest.Row?
  ) throws -> GalleryItem {
    let seed = try bench.seed(request.seed)
    let truth = try bench.truth()
    let masks = try bench.output(of: MaskStep(request.masks))
    let table = MergeTable(seed: seed, truth: truth, masks: masks)
    let enhanced = table.labels(for: table.selection(for: request.setting)).labelMap
    let layers: [(String, String, EncodedImage)] = [
      ("seed", request.seed.isSimulated ? "Simulated seed" : "Seed", Raster.overlay(seed)),
      (
        "masks", "Masks",
        Raster.overlay(table.masks, width: seed.width, height: seed.height)
      ),
      ("sepl", "SEPL", Raster.overlay(enhanced)),
      ("truth", "Truth", Raster.overlay(truth)),
      ("errors", "Errors", Raster.errors(prediction: enhanced, truth: truth)),
    ]
    return GalleryItem(
      id: "\(bench.sample.id)", badge: row?.badge ?? "",
      photograph: try photograph(of: bench),
      layers: layers.map { .init(id: $0.0, name: $0.1, image: $0.2) },
      measures: row?.measures ?? [],
      legend: Raster.legend(for: [seed, enhanced, truth], names: study.dataset.classes.names))
  }

  /// The photograph as it lies on disk where it is a JPEG, so that nothing is lost.
  private func photograph(of bench: Bench) throws -> EncodedImage {
    let image = try bench.photograph().image
    let bytes = try bench.bytes(ofFile: bench.sample.imagePath)
    guard bytes.starts(with: [0xFF, 0xD8]) else { return Raster.photograph(image) }
    return EncodedImage(format: .jpeg, width: image.width, height: image.height, bytes: bytes)
  }
}
