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
  /// The most pixels of an image's longer side; larger ones are reduced.
  var side = 500

  /// 300 dots per inch where six images share the text width of a paper.
  static let printedSide = 340
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

  /// The images of a request in one figure: photograph, then every layer over it. `caption` names
  /// what stands under an image of an id and, but for the photograph, a layer.
  func grid(_ id: String, caption: (_ id: String, _ layer: String?) -> String) -> ImageGrid {
    let items = items[id] ?? []
    let heads = items.first.map { ["Image"] + $0.layers.map(\.name) } ?? ["Image"]
    var legend: [LegendEntry] = []
    for entry in items.flatMap(\.legend) where !legend.contains(entry) { legend.append(entry) }
    return ImageGrid(
      heads: heads,
      rows: items.map { item in
        ImageGrid.Row(
          "",
          [OverlaidImage(item.photograph, caption: caption(item.id, nil))]
            + item.layers.map {
              OverlaidImage(
                item.photograph, overlays: [$0.image], caption: caption(item.id, $0.id))
            })
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
    let masks = try bench.masks(from: request.masks)
    let table = MergeTable(seed: seed, truth: truth, masks: masks)
    let enhanced = table.labels(for: table.selection(for: request.setting)).labelMap
    let side = request.side
    let layers: [(String, String, EncodedImage)] = [
      (
        "seed", request.seed.isSimulated ? "Simulated seed" : "Seed",
        Raster.overlay(seed, toFit: side)
      ),
      (
        "masks", "Masks",
        Raster.overlay(table.masks, width: seed.width, height: seed.height, toFit: side)
      ),
      ("sepl", "SEPL", Raster.overlay(enhanced, toFit: side)),
      ("truth", "Truth", Raster.overlay(truth, toFit: side)),
      ("errors", "Errors", Raster.errors(prediction: enhanced, truth: truth, toFit: side)),
    ]
    return GalleryItem(
      id: "\(bench.sample.id)", badge: row?.badge ?? "",
      photograph: try photograph(of: bench, toFit: side),
      layers: layers.map { .init(id: $0.0, name: $0.1, image: $0.2) },
      measures: row?.measures ?? [],
      legend: Raster.legend(for: [seed, enhanced, truth], names: study.dataset.classes.names))
  }

  /// The photograph as it lies on disk where it is a JPEG and small enough, so that nothing is lost.
  private func photograph(of bench: Bench, toFit side: Int) throws -> EncodedImage {
    let image = try bench.photograph().image
    let bytes = try bench.bytes(ofFile: bench.sample.imagePath)
    guard bytes.starts(with: [0xFF, 0xD8]), max(image.width, image.height) <= side else {
      return Raster.photograph(image, toFit: side)
    }
    return EncodedImage(format: .jpeg, width: image.width, height: image.height, bytes: bytes)
  }
}
