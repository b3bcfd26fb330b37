import Vision

/// Files, masks and scenes, image by image.
struct ImageBenchmarks {
  let items: [Workload.Item]

  init(_ workload: Workload) { items = workload.items }

  func run() throws {
    try measure("decode a JPEG photograph", per: "image", units: items.count) {
      for item in items { _ = try JPEGCodec.decode(item.jpeg, path: item.id) }
    }
    let pngs = items.map { PNGCodec.encodePalette($0.truth, palette: VOCPalette.bytes) }
    try measure("decode a palette PNG of labels", per: "image", units: items.count) {
      for png in pngs { _ = try PNGCodec.decode(png, path: "labels").labels(path: "labels") }
    }
    measure("encode labels as PNG", per: "image", units: items.count) {
      for item in items { _ = PNGCodec.encodePalette(item.truth, palette: VOCPalette.bytes) }
    }
    measure("region-tree masks", per: "image", units: items.count) {
      for item in items { _ = RegionTreeGenerator(.init()).masks(for: item.image) }
    }
    measure("draw a scene", per: "scene", units: 8) {
      for index in 0..<8 { _ = Scene.draw(index: index, seed: 0) }
    }
    let seeds = SimulatedSeeds(falseNegativeRate: 0.4, falsePositiveRate: 0.15, seed: 0)
    measure("simulate a seed", per: "image", units: items.count) {
      for item in items { _ = seeds.labels(truth: item.truth, id: item.id) }
    }
  }
}
