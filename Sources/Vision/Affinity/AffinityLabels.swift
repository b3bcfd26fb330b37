/// Which pixels' labels affinities can be learnt from: those of which class activation maps are sure.
public struct AffinityLabels: Sendable, Hashable, Codable {
  /// A class is sure where its activation is the largest and above this.
  public var foreground: Float
  /// Background is sure where no activation is above this.
  public var background: Float

  /// IRN's thresholds. Source: `run_sample.py`, `conf_fg_thres` and `conf_bg_thres`.
  public static let irn = AffinityLabels(foreground: 0.30, background: 0.05)

  public init(foreground: Float, background: Float) {
    precondition(
      background <= foreground, "AffinityLabels: \(foreground) for classes, \(background) below")
    (self.foreground, self.background) = (foreground, background)
  }

  /// Every field by name, in a fixed order: what a report lists and a cache key covers.
  public var named: [(name: String, value: Double)] {
    [("sure foreground", Double(foreground)), ("sure background", Double(background))]
  }

  /// The labels of pixels that `maps` are sure of, `LabelMap.void` elsewhere, at the image's size.
  public func labels(of maps: ActivationMaps) -> LabelMap { labels(of: maps) { $0 } }

  /// As above, with the seeds at each of the two thresholds sharpened by `crf` before they are compared,
  /// as IRN has it.
  ///
  /// Throws: `CRFError`.
  public func labels(
    of maps: ActivationMaps, image: RGBImage, crf: DenseCRF, workers: Workers = .one
  ) throws(CRFError) -> LabelMap {
    try labels(of: maps) { seeds throws(CRFError) in
      try crf.labels(refining: seeds, image: image, workers: workers)
    }
  }

  /// As above, with anything else done to the seeds.
  package func labels<Failure>(
    of maps: ActivationMaps, sharpen: (LabelMap) throws(Failure) -> LabelMap
  ) throws(Failure) -> LabelMap {
    var labels = try sharpen(maps.seeds(backgroundThreshold: foreground))
    let possible = try sharpen(maps.seeds(backgroundThreshold: background))
    for pixel in labels.labels.indices
    where labels.labels[pixel] == 0 && possible.labels[pixel] != 0 {
      labels.labels[pixel] = LabelMap.void
    }
    return labels
  }
}

extension LabelMap {
  /// The labels at the centres of the cells of a grid that covers the image evenly: `[rows, columns]`.
  package func sampled(rows: Int, columns: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        result.append(
          self[(2 * column + 1) * width / (2 * columns), (2 * row + 1) * height / (2 * rows)])
      }
    }
    return result
  }
}
