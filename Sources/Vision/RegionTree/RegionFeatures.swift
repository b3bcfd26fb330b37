/// What regions look like: sums over their pixels, so that the union of two is their sum.
struct RegionFeatures: Sendable {
  private static let binsPerChannel = 12
  private static let colourBins = 0..<3 * binsPerChannel
  private static let textureBins =
    colourBins.upperBound..<colourBins.upperBound
    + TextureMap.codeCount
  private static let bins = textureBins.upperBound

  /// Pixels of each region.
  private(set) var area: [Int]
  private var colour: [SIMD4<Float>]
  /// `[region, bin]`, row-major: histograms of L*, a*, b* and texture, in pixels.
  private var histogram: [Float]

  init(_ image: LabImage, _ superpixels: Superpixels) {
    area = [Int](repeating: 0, count: superpixels.count)
    colour = [SIMD4<Float>](repeating: .zero, count: superpixels.count)
    histogram = [Float](repeating: 0, count: superpixels.count * Self.bins)
    let texture = TextureMap(image)
    for (pixel, label) in superpixels.labels.enumerated() {
      let (region, lab) = (Int(label), image.pixels[pixel])
      area[region] += 1
      colour[region] += lab
      let first = region * Self.bins
      count(lab.x / 100, from: first)
      // Few colours of photographs lie beyond ±60 in a* and b*; they share the last bins.
      count((lab.y + 60) / 120, from: first + Self.binsPerChannel)
      count((lab.z + 60) / 120, from: first + 2 * Self.binsPerChannel)
      histogram[first + Self.textureBins.lowerBound + Int(texture.codes[pixel])] += 1
    }
  }

  /// Shares one pixel between the two nearest bins, so that a slight change of light moves little.
  private mutating func count(_ value: Float, from first: Int) {
    let position = min(max(value, 0), 1) * Float(Self.binsPerChannel - 1)
    let bin = min(Int(position), Self.binsPerChannel - 2)
    let share = position - Float(bin)
    histogram[first + bin] += 1 - share
    histogram[first + bin + 1] += share
  }

  /// Adds the union of regions `a` and `b` as the next region.
  mutating func appendUnion(_ a: Int, _ b: Int) {
    area.append(area[a] + area[b])
    colour.append(colour[a] + colour[b])
    for bin in 0..<Self.bins {
      histogram.append(histogram[a * Self.bins + bin] + histogram[b * Self.bins + bin])
    }
  }

  /// ΔE (CIE 1976) of the mean colours.
  func meanColourDifference(_ a: Int, _ b: Int) -> Float {
    let difference = colour[a] / Float(area[a]) - colour[b] / Float(area[b])
    return (difference * difference).sum().squareRoot()
  }

  /// The mean of the three channels' histogram distances, [0, 1].
  func colourHistogramDifference(_ a: Int, _ b: Int) -> Float {
    chiSquared(a, b, Self.colourBins) / 3
  }

  /// The distance of the texture histograms, [0, 1].
  func textureDifference(_ a: Int, _ b: Int) -> Float { chiSquared(a, b, Self.textureBins) }

  /// ½ Σ (p − q)² / (p + q), 1 per histogram for two that share no bin.
  private func chiSquared(_ a: Int, _ b: Int, _ bins: Range<Int>) -> Float {
    let (perA, perB) = (1 / Float(area[a]), 1 / Float(area[b]))
    var sum: Float = 0
    for bin in bins {
      let p = histogram[a * Self.bins + bin] * perA
      let q = histogram[b * Self.bins + bin] * perB
      if p + q > 0 { sum += (p - q) * (p - q) / (p + q) }
    }
    return sum / 2
  }
}
