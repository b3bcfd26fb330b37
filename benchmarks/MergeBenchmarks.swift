import Vision

/// Masks from their stored forms, overlaps, rules and scores.
struct MergeBenchmarks {
  let items: [Workload.Item]

  init(_ workload: Workload) { items = workload.items }

  func run() throws {
    let maskCount = items.reduce(0) { $0 + $1.masks.candidates.count }
    let first = items.prefix(10)
    let pngs = first.flatMap { item in
      item.masks.candidates.map { PNGCodec.encodeMask(BinaryMask($0.mask)) }
    }
    try measure("decode a mask PNG to bits", per: "mask", units: pngs.count) {
      for png in pngs { _ = try PNGCodec.decodeMask(png, path: "mask") }
    }
    let packed = items.map { $0.masks.packed() }
    try measure("packed masks to bits", per: "mask", units: maskCount) {
      for bytes in packed { _ = try MaskSet(packed: bytes).binaryMasks }
    }
    let masks = items.map(\.masks.binaryMasks)
    measure("count overlaps with a label map", per: "image", units: items.count) {
      for (item, masks) in zip(items, masks) { _ = OverlapTable(masks, ClassPlanes(item.pseudo)) }
    }
    for rule in [SEPLRule.official, .sepl] {
      try measure("merge from packed masks, \(rule.name)", per: "image", units: items.count) {
        for (item, bytes) in zip(items, packed) {
          _ = rule.enhanced(item.pseudo, masks: try MaskSet(packed: bytes).binaryMasks)
        }
      }
    }
    try measure("confusion matrix", per: "image", units: items.count) {
      for item in items {
        _ = try ConfusionMatrix(truth: item.truth, prediction: item.pseudo, classes: 21)
      }
    }
    measure("boundary IoU counts", per: "image", units: items.count) {
      for item in items {
        _ = BoundaryCounts(
          truth: ClassPlanes(item.truth), prediction: ClassPlanes(item.pseudo), classes: 21)
      }
    }
  }
}
