package import Vision

/// An image's pixels by true class, strongest class and how many thresholds its activation exceeds: the
/// confusion matrices of all thresholds from one look at each pixel.
package struct ActivationHistogram {
  private let classes: Int
  private let bins: Int
  /// `[truth, strongest, thresholds exceeded]`
  private var counts: [Int]

  /// `thresholds` ascend; none is negative. Void is not counted.
  package init(maps: ActivationMaps, truth: LabelMap, classes: Int, thresholds: [Float]) {
    let maps = maps.resampledToImage()
    (self.classes, bins) = (classes, thresholds.count + 1)
    counts = [Int](repeating: 0, count: classes * classes * bins)
    let strongest = maps.seeds(backgroundThreshold: 0)
    var indices = [Int](repeating: 0, count: 256)
    for (index, label) in maps.classes.enumerated() { indices[label] = index }
    for (pixel, label) in strongest.labels.enumerated() where truth.labels[pixel] != LabelMap.void {
      var bin = 0
      if label > 0 {
        let activation = maps.values[indices[Int(label)] * maps.rows * maps.columns + pixel]
        bin = thresholds.partitioningIndex { $0 >= activation }
      }
      counts[(Int(truth.labels[pixel]) * classes + Int(label)) * bins + bin] += 1
    }
  }

  /// The confusion matrix of seeds at one threshold.
  package func confusion(_ threshold: Int) -> ConfusionMatrix {
    var confusion = [Int](repeating: 0, count: classes * classes)
    for truth in 0..<classes {
      for label in 0..<classes {
        for bin in 0..<bins {
          // Above the threshold at `index` are those that exceed more than `index` thresholds.
          let predicted = bin > threshold ? label : 0
          confusion[truth * classes + predicted] += counts[(truth * classes + label) * bins + bin]
        }
      }
    }
    guard let matrix = ConfusionMatrix(classes: classes, counts: confusion) else {
      preconditionFailure("ActivationHistogram: negative counts")
    }
    return matrix
  }
}

extension [Float] {
  /// The first position from which `isBeyond` holds, which it does from there on.
  fileprivate func partitioningIndex(where isBeyond: (Float) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
