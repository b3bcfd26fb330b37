/// FMA-WSSS's own way to label an exclusive partition: every region gets the class whose activation
/// map is highest on average over it, or background.
///
/// Background scores (1 − m)^0.7 against the highest mean m, and so wins where m is below the fixed
/// point of that; background also wins the tie. Pixels in no region are decided one by one.
///
/// Source: Yang and Gong, Foundation Model Assisted WSSS, WACV 2024 (exponent and mean).
public enum CAMMean {
  /// Where (1 − m)^0.7 = m.
  static let leastMean = 0.561_519_742_927_816

  /// The labels of the image that `maps` are of. The maps must be at the image's own size, as
  /// `resampledToImage()` makes them. `regions` must be of that size too and share no pixel, as an
  /// exclusive `MaskArrangement` leaves them; where two do, the later one's label stays.
  public static func labels(_ maps: ActivationMaps, regions: [BinaryMask]) -> LabelMap {
    precondition(
      maps.columns == maps.width && maps.rows == maps.height,
      "CAMMean: maps of \(maps.columns)×\(maps.rows) for an image of \(maps.width)×\(maps.height)")
    let planes = maps.classes.indices.map { Array(maps.map($0)) }
    var labels = LabelMap(width: maps.width, height: maps.height)
    for pixel in labels.labels.indices {
      labels.labels[pixel] = label(planes.map { Double($0[pixel]) }, maps.classes)
    }
    for region in regions {
      precondition(
        region.width == maps.width && region.height == maps.height,
        "CAMMean: a region of \(region.width)×\(region.height) in an image of "
          + "\(maps.width)×\(maps.height)")
      let area = Double(region.count)
      let means = planes.map { plane in
        var sum = 0.0
        region.forEachRun { run in for pixel in run { sum += Double(plane[pixel]) } }
        return sum / area
      }
      let chosen = label(means, maps.classes)
      region.forEachRun { run in for pixel in run { labels.labels[pixel] = chosen } }
    }
    return labels
  }

  /// Of equal means the lower class.
  private static func label(_ means: [Double], _ classes: [Int]) -> UInt8 {
    var best: (mean: Double, label: UInt8) = (leastMean, 0)
    for (mean, label) in zip(means, classes) where mean > best.mean {
      best = (mean, UInt8(label))
    }
    return best.label
  }
}
