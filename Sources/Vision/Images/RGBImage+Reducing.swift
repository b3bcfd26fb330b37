extension RGBImage {
  /// The image with its longer side reduced to `side` pixels, each pixel the mean of the area that
  /// it covers; the image itself where it is no larger.
  public func reduced(toFit side: Int) -> RGBImage {
    precondition(side > 0, "RGBImage.reduced: to \(side) pixels")
    let longest = max(width, height)
    guard longest > side else { return self }
    let columns = Shares(of: width, over: reducedLength(width, by: side, of: longest))
    let rows = Shares(of: height, over: reducedLength(height, by: side, of: longest))
    var means: [UInt8] = []
    means.reserveCapacity(columns.count * rows.count * 3)
    var band = [Int](repeating: 0, count: width * 3)
    for row in 0..<rows.count {
      for sample in band.indices { band[sample] = 0 }
      rows.forEach(in: row) { y, share in
        for sample in band.indices { band[sample] += share * Int(pixels[y * width * 3 + sample]) }
      }
      for column in 0..<columns.count {
        var sums = (0, 0, 0)
        columns.forEach(in: column) { x, share in
          sums.0 += share * band[x * 3]
          sums.1 += share * band[x * 3 + 1]
          sums.2 += share * band[x * 3 + 2]
        }
        let whole = width * height
        for sum in [sums.0, sums.1, sums.2] { means.append(UInt8((sum + whole / 2) / whole)) }
      }
    }
    return RGBImage(width: columns.count, height: rows.count, pixels: means)
  }
}

extension LabelMap {
  /// The map at the size that a photograph of its size is reduced to, each label that of the pixel
  /// in the middle of the area: labels have no mean.
  public func reduced(toFit side: Int) -> LabelMap {
    precondition(side > 0, "LabelMap.reduced: to \(side) pixels")
    let longest = max(width, height)
    guard longest > side else { return self }
    let columns = reducedLength(width, by: side, of: longest)
    let rows = reducedLength(height, by: side, of: longest)
    var labels: [UInt8] = []
    labels.reserveCapacity(columns * rows)
    for row in 0..<rows {
      let y = (2 * row + 1) * height / (2 * rows)
      for column in 0..<columns { labels.append(self[(2 * column + 1) * width / (2 * columns), y]) }
    }
    return LabelMap(width: columns, height: rows, labels: labels)
  }
}

/// `length` where `longest` becomes `side`, to the nearest pixel.
private func reducedLength(_ length: Int, by side: Int, of longest: Int) -> Int {
  max(1, (length * side + longest / 2) / longest)
}

/// How a side of so many pixels is shared among fewer: in whole parts, `count` to a pixel, so that
/// means come out alike on every machine.
private struct Shares {
  let length: Int
  let count: Int

  init(of length: Int, over count: Int) { (self.length, self.count) = (length, count) }

  /// Calls `body` with each pixel under `index` and the parts of it that lie there; they sum to
  /// `length`.
  func forEach(in index: Int, _ body: (_ pixel: Int, _ share: Int) -> Void) {
    let (start, end) = (index * length, (index + 1) * length)
    for pixel in start / count...(end - 1) / count {
      body(pixel, min(end, (pixel + 1) * count) - max(start, pixel * count))
    }
  }
}
