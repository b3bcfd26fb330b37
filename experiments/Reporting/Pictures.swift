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
  /// Whose images they are; nil for those of the run.
  var study: Study?
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
    for request in requests where !request.rows.isEmpty {
      let lab = request.study.map(about) ?? self
      let samples = Dictionary(
        lab.study.samples.map { ("\($0.id)", $0) }, uniquingKeysWith: { first, _ in first })
      let rows = Dictionary(
        request.rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      let outcome = try await lab.forEachImage(
        "pictures", in: request.rows.compactMap { samples[$0.id] }
      ) { [request, rows] bench in
        try lab.item(at: bench, request, rows["\(bench.sample.id)"])
      }
      pictures.items[request.id] = outcome.values
    }
    return pictures
  }

  private func item(
    at bench: Bench, _ request: PictureRequest, _ row: PictureRequest.Row?
  ) throws -> GalleryItem {
    let seed = try bench.seed(request.seed)
    let truth = bench.sample.truthPath == nil ? nil : try bench.truth()
    let masks = try bench.masks(from: request.masks)
    let table = MergeTable(seed: seed, truth: truth, masks: masks)
    let enhanced = table.labels(for: table.selection(for: request.setting)).labelMap
    let side = request.side
    func layer(_ id: String, _ name: String, _ image: EncodedImage) -> GalleryItem.Layer {
      .init(id: id, name: name, image: image)
    }
    var layers: [GalleryItem.Layer] = []
    if let activations = request.seed.activations {
      layers.append(
        layer("cam", "CAM", heat(try bench.activations(from: activations.maps), toFit: side)))
    }
    layers += [
      layer(
        "seed", request.seed.isSimulated ? "Simulated seed" : "Seed",
        Raster.overlay(seed, toFit: side)),
      layer(
        "masks", "Masks",
        Raster.overlay(table.masks, width: seed.width, height: seed.height, toFit: side)),
      layer("sepl", "SEPL", Raster.overlay(enhanced, toFit: side)),
    ]
    if let truth {
      layers += [
        layer("truth", "Truth", Raster.overlay(truth, toFit: side)),
        layer("errors", "Errors", Raster.errors(prediction: enhanced, truth: truth, toFit: side)),
      ]
    }
    return GalleryItem(
      id: "\(bench.sample.id)", badge: row?.badge ?? "",
      photograph: try photograph(of: bench, toFit: side), layers: layers,
      measures: row?.measures ?? [],
      legend: Raster.legend(
        for: [seed, enhanced] + (truth.map { [$0] } ?? []), names: study.dataset.classes.names))
  }

  /// The largest activation of any class at each place.
  private func heat(_ maps: ActivationMaps, toFit side: Int) -> EncodedImage {
    let scale = min(1, Double(side) / Double(max(maps.width, maps.height)))
    let shown = maps.resampled(
      columns: max(1, Int(Double(maps.width) * scale)),
      rows: max(1, Int(Double(maps.height) * scale)))
    var largest = [Float](repeating: 0, count: shown.columns * shown.rows)
    for index in shown.classes.indices {
      for (place, value) in shown.map(index).enumerated() {
        largest[place] = max(largest[place], value)
      }
    }
    return Raster.heat(largest, width: shown.columns, height: shown.rows)
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
