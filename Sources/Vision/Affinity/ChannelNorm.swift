/// What is subtracted from each channel of a map, and what it is multiplied with then.
package struct ChannelNorm: Sendable, Hashable {
  package let mean: [Float]
  package let scale: [Float]

  package init(mean: [Float], scale: [Float]) {
    precondition(mean.count == scale.count, "ChannelNorm: \(mean.count), \(scale.count)")
    (self.mean, self.scale) = (mean, scale)
  }

  /// `map` with the mean taken out of each channel and scaled.
  func normalised(_ map: FeatureMap) -> FeatureMap {
    precondition(
      map.channels == mean.count, "ChannelNorm: \(map.channels) channels, not \(mean.count)")
    var result = map
    var values = result.values.mutableSpan
    for entry in 0..<map.rows * map.columns {
      for channel in 0..<map.channels {
        let place = entry * map.channels + channel
        values[place] = (values[place] - mean[channel]) * scale[channel]
      }
    }
    return result
  }
}

/// The mean and deviation of each channel over many maps.
struct ChannelMoments: Sendable {
  private var entries = 0
  private var sums: [Double]
  private var squares: [Double]

  init(channels: Int) {
    sums = [Double](repeating: 0, count: channels)
    squares = sums
  }

  mutating func add(_ map: FeatureMap) {
    precondition(
      map.channels == sums.count, "ChannelMoments: \(map.channels) channels, not \(sums.count)")
    entries += map.rows * map.columns
    for entry in 0..<map.rows * map.columns {
      for channel in sums.indices {
        let value = Double(map.values[entry * map.channels + channel])
        sums[channel] += value
        squares[channel] += value * value
      }
    }
  }

  /// Makes mean 0 and deviation 1 of each channel; of one that never changes, 0.
  var norm: ChannelNorm {
    let count = Double(max(1, entries))
    let deviations = zip(sums, squares).map { sum, square in
      max(0, square / count - sum / count * (sum / count)).squareRoot()
    }
    return ChannelNorm(
      mean: sums.map { Float($0 / count) },
      scale: deviations.map { $0 > 1e-6 ? Float(1 / $0) : 0 })
  }
}
