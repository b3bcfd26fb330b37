import Vision

/// The dense CRF from pseudo labels, image by image, on one thread.
struct CRFBenchmarks {
  let items: [Workload.Item]

  init(_ workload: Workload) { items = workload.items }

  func run() throws {
    let crf = DenseCRF(.irn)
    try measure("dense CRF, 10 iterations from labels", per: "image", units: items.count, runs: 3) {
      for item in items { _ = try crf.labels(refining: item.pseudo, image: item.image) }
    }
  }
}
