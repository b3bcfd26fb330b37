public import Vision

/// Turns images, label maps and masks into what figures and galleries show. Nothing else in this
/// module knows of Vision.
public enum Raster {
  /// `image` as a JPEG, its longer side reduced to `side` pixels; where its file is at hand and
  /// small enough, prefer the file's own bytes.
  public static func photograph(_ image: RGBImage, toFit side: Int) -> EncodedImage {
    let reduced = image.reduced(toFit: side)
    return EncodedImage(
      format: .jpeg, width: reduced.width, height: reduced.height,
      bytes: JPEGCodec.encode(reduced, quality: 85))
  }

  /// `labels` in their classes' colours as a palette PNG: background transparent, classes at
  /// `opacity`, and, where `hasBorders`, each region's outermost pixels opaque. The longer side is
  /// reduced to `side` pixels.
  public static func overlay(
    _ whole: LabelMap, toFit side: Int = .max, opacity: Double = 0.6, hasBorders: Bool = true,
    colors: (UInt8) -> RGBA = Raster.vocColor
  ) -> EncodedImage {
    let labels = whole.reduced(toFit: side)
    var palette = IndexedColors()
    var fills = [UInt8](repeating: 0, count: 256)
    var borders = fills
    for label in labels.presentLabels where label != 0 {
      fills[Int(label)] = palette.index(of: colors(label).with(opacity: opacity))
      borders[Int(label)] = hasBorders ? palette.index(of: colors(label)) : fills[Int(label)]
    }
    var indices = labels
    for y in 0..<labels.height {
      for x in 0..<labels.width where labels[x, y] != 0 {
        let label = Int(labels[x, y])
        indices[x, y] = hasBorders && isBorder(labels, x, y) ? borders[label] : fills[label]
      }
    }
    return palette.png(indices)
  }

  /// Where `prediction` and `truth` differ: claimed but not there, missed although there (a class
  /// taken for another counts as claimed), void as itself; right pixels are transparent. The maps
  /// must have one size; the longer side is reduced to `side` pixels.
  public static func errors(
    prediction: LabelMap, truth: LabelMap, toFit side: Int = .max, opacity: Double = 0.75
  ) -> EncodedImage {
    requireEqualSize(prediction.width, prediction.height, truth.width, truth.height)
    var palette = IndexedColors()
    let claimed = palette.index(of: LabelColors.falsePositive.with(opacity: opacity))
    let missed = palette.index(of: LabelColors.falseNegative.with(opacity: opacity))
    let void = palette.index(of: LabelColors.void.with(opacity: opacity))
    var indices = LabelMap(width: truth.width, height: truth.height)
    for pixel in truth.labels.indices {
      let (told, is_) = (prediction.labels[pixel], truth.labels[pixel])
      indices.labels[pixel] =
        is_ == LabelMap.void ? void : told == is_ ? 0 : told == 0 ? missed : claimed
    }
    return palette.png(indices.reduced(toFit: side))
  }

  /// Every mask in a colour of its own at `opacity`, larger ones below smaller ones, borders opaque;
  /// beyond 127 masks colours come again.
  /// No mask gives a transparent image of `width × height`; masks must have that size. The longer
  /// side is reduced to `side` pixels.
  public static func overlay(
    _ masks: [BinaryMask], width: Int, height: Int, toFit side: Int = .max, opacity: Double = 0.4
  ) -> EncodedImage {
    var palette = IndexedColors()
    var indices = LabelMap(width: width, height: height)
    let areas = masks.map { $0.words.reduce(0) { $0 + $1.nonzeroBitCount } }
    for index in masks.indices.sorted(by: { (areas[$1], $0) < (areas[$0], $1) }) {
      let mask = masks[index]
      requireEqualSize(mask.width, mask.height, width, height)
      let color = LabelColors.distinct(index % mostMaskColors)
      let (fill, border) = (
        palette.index(of: color.with(opacity: opacity)), palette.index(of: color)
      )
      mask.forEachRun { run in
        for pixel in run {
          let isEdge = isBorder(mask, pixel % width, pixel / width)
          indices.labels[pixel] = isEdge ? border : fill
        }
      }
    }
    return palette.png(indices.reduced(toFit: side))
  }

  /// Two entries of a palette each: the fill and the border.
  private static let mostMaskColors = 127

  /// A map of numbers in colour at `opacity`: `lower` and below take the first colour, `upper` and
  /// above the last, NaN is transparent. `values` is row-major.
  public static func heat(
    _ values: [Float], width: Int, height: Int, from lower: Float = 0, to upper: Float = 1,
    colorMap: ColorMap = .viridis, opacity: Double = 0.6
  ) -> EncodedImage {
    precondition(
      values.count == width * height && lower < upper,
      "Raster.heat: \(values.count) values for \(width)×\(height), \(lower)...\(upper)")
    var palette = IndexedColors()
    for step in 0..<255 {
      _ = palette.append(colorMap.color(Double(step) / 254).with(opacity: opacity))
    }
    let indices = values.map { value -> UInt8 in
      guard !value.isNaN else { return 0 }
      return 1 + UInt8((min(max((value - lower) / (upper - lower), 0), 1) * 254).rounded())
    }
    return palette.png(LabelMap(width: width, height: height, labels: indices))
  }

  /// The border of each class present, void and background left out.
  public static func outlines(
    _ labels: LabelMap, colors: (UInt8) -> RGBA = Raster.vocColor
  ) -> [Outline] {
    labels.presentLabels.filter { $0 != 0 && $0 != LabelMap.void }.map { label in
      Outline(width: labels.width, height: labels.height, color: colors(label)) {
        labels[$0, $1] == label
      }
    }
  }

  public static func outline(_ mask: BinaryMask, color: RGBA) -> Outline {
    Outline(width: mask.width, height: mask.height, color: color) { mask[$0, $1] }
  }

  /// One entry per class present in any of `maps`, in label order, named by `names[label]`; void
  /// last, background left out.
  public static func legend(
    for maps: [LabelMap], names: [String], colors: (UInt8) -> RGBA = Raster.vocColor
  ) -> [LegendEntry] {
    let present = Set(maps.flatMap(\.presentLabels)).subtracting([0]).sorted()
    return present.map { label in
      let name = names.indices.contains(Int(label)) ? names[Int(label)] : "class \(label)"
      return LegendEntry(label == LabelMap.void ? "void" : name, colors(label))
    }
  }

  /// A name for the middle of each class' thickest part, void and background left out.
  public static func labels(
    _ labels: LabelMap, names: [String], colors: (UInt8) -> RGBA = Raster.vocColor
  ) -> [MaskOverlay.Label] {
    labels.presentLabels.filter { $0 != 0 && $0 != LabelMap.void }.map { label in
      let middle = Self.middle(of: label, in: labels)
      let name = names.indices.contains(Int(label)) ? names[Int(label)] : "class \(label)"
      return MaskOverlay.Label(
        name,
        at: Point(
          (Double(middle.x) + 0.5) / Double(labels.width),
          (Double(middle.y) + 0.5) / Double(labels.height)),
        color: colors(label))
    }
  }

  /// The PASCAL VOC colour of a label.
  public static func vocColor(_ label: UInt8) -> RGBA {
    label == LabelMap.void ? LabelColors.void : LabelColors.voc(label)
  }
}

extension Raster {
  private static func requireEqualSize(_ w: Int, _ h: Int, _ width: Int, _ height: Int) {
    precondition(w == width && h == height, "Raster: \(w)×\(h) over \(width)×\(height)")
  }

  private static func isBorder(_ labels: LabelMap, _ x: Int, _ y: Int) -> Bool {
    let label = labels[x, y]
    return x > 0 && labels[x - 1, y] != label || y > 0 && labels[x, y - 1] != label
      || x + 1 < labels.width && labels[x + 1, y] != label
      || y + 1 < labels.height && labels[x, y + 1] != label
  }

  private static func isBorder(_ mask: BinaryMask, _ x: Int, _ y: Int) -> Bool {
    x > 0 && !mask[x - 1, y] || y > 0 && !mask[x, y - 1]
      || x + 1 < mask.width && !mask[x + 1, y] || y + 1 < mask.height && !mask[x, y + 1]
  }

  /// The first pixel, in row order, that lies farthest from other labels in city-block steps; the
  /// image's edge counts as another label.
  private static func middle(of label: UInt8, in labels: LabelMap) -> (x: Int, y: Int) {
    let (width, height) = (labels.width, labels.height)
    var steps = labels.labels.map { $0 == label ? Int.max / 2 : 0 }
    func relax(_ x: Int, _ y: Int, by dx: Int, _ dy: Int) {
      let (nx, ny) = (x + dx, y + dy)
      let isInside = nx >= 0 && ny >= 0 && nx < width && ny < height
      let near = isInside ? steps[ny * width + nx] : 0
      steps[y * width + x] = min(steps[y * width + x], near + 1)
    }
    for y in 0..<height {
      for x in 0..<width where steps[y * width + x] != 0 {
        relax(x, y, by: -1, 0)
        relax(x, y, by: 0, -1)
      }
    }
    for y in (0..<height).reversed() {
      for x in (0..<width).reversed() where steps[y * width + x] != 0 {
        relax(x, y, by: 1, 0)
        relax(x, y, by: 0, 1)
      }
    }
    var best = 0
    for pixel in steps.indices where steps[pixel] > steps[best] { best = pixel }
    return (best % width, best / width)
  }
}

/// A palette that grows as colours are asked for; entry 0 is transparent.
private struct IndexedColors {
  private var colors: [RGBA] = [RGBA(0, 0, 0, alpha: 0)]

  /// A new entry; the last one, again and again, once all 256 are taken.
  mutating func append(_ color: RGBA) -> UInt8 {
    if colors.count < 256 { colors.append(color) }
    return UInt8(colors.count - 1)
  }

  /// The entry of `color`, new where there is none.
  mutating func index(of color: RGBA) -> UInt8 {
    colors.firstIndex(of: color).map { UInt8($0) } ?? append(color)
  }

  func png(_ indices: LabelMap) -> EncodedImage {
    EncodedImage(
      format: .png, width: indices.width, height: indices.height,
      bytes: PNGCodec.encodePalette(
        indices, palette: colors.flatMap { $0.bytes.prefix(3) }, alpha: colors.map { $0.bytes[3] }))
  }
}

extension RGBA {
  fileprivate func with(opacity: Double) -> RGBA { RGBA(red, green, blue, alpha: opacity) }

  /// Red, green, blue and alpha in 8 bits.
  fileprivate var bytes: [UInt8] {
    [red, green, blue, alpha].map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
  }
}
