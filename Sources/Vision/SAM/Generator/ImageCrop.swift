/// A part of a picture that the network looks at on its own.
public struct ImageCrop: Sendable, Hashable {
  /// In pixels of the picture.
  public let box: PixelBox
  /// 0 for the whole picture; the crops of layer `n` are 2ⁿ × 2ⁿ.
  public let layer: Int

  public init(box: PixelBox, layer: Int) { (self.box, self.layer) = (box, layer) }

  /// The whole picture, then the crops of each layer, column by column.
  ///
  /// Of a picture of a few pixels some crops would be empty; those are left out, where the reference
  /// fails. Source: segment-anything 1.0, `generate_crop_boxes`.
  public static func crops(width: Int, height: Int, sampling: MaskSampling) -> [ImageCrop] {
    let image = PixelBox(minX: 0, minY: 0, maxX: width, maxY: height)
    var crops = [ImageCrop(box: image, layer: 0)]
    guard sampling.cropLayers > 0 else { return crops }
    for layer in 1...sampling.cropLayers {
      let perSide = 1 << layer
      let overlap = Int(
        sampling.cropOverlap * Double(min(width, height)) * (2 / Double(perSide)))
      let columns = intervals(of: width, count: perSide, overlap: overlap)
      let rows = intervals(of: height, count: perSide, overlap: overlap)
      for x in columns {
        for y in rows {
          let box = PixelBox(
            minX: x.lowerBound, minY: y.lowerBound, maxX: x.upperBound, maxY: y.upperBound)
          crops.append(ImageCrop(box: box, layer: layer))
        }
      }
    }
    return crops
  }

  private static func intervals(of length: Int, count: Int, overlap: Int) -> [Range<Int>] {
    // Exact in whole numbers, as the reference's division and ceiling are for any real picture.
    let side = (overlap * (count - 1) + length + count - 1) / count
    return (0..<count).compactMap { index in
      let start = (side - overlap) * index
      return start < length ? start..<min(start + side, length) : nil
    }
  }

  /// The centres of `perSide` × `perSide` equal cells of the crop, row by row, in its own pixels.
  ///
  /// Source: segment-anything 1.0, `build_point_grid`.
  public func points(perSide: Int) -> [SIMD2<Double>] {
    let along = Self.evenlySpaced(perSide)
    let size = SIMD2(Double(box.width), Double(box.height))
    return along.flatMap { y in along.map { x in SIMD2(x, y) * size } }
  }

  /// `numpy.linspace` from half a step to 1 less half a step, rounded as it rounds.
  private static func evenlySpaced(_ count: Int) -> [Double] {
    let start = 1 / Double(2 * count)
    guard count > 1 else { return [start] }
    let step = ((1 - start) - start) / Double(count - 1)
    return (0..<count - 1).map { Double($0) * step + start } + [1 - start]
  }

  /// Whether a side of `box`, given in pixels of the picture, is within 20 pixels of the crop's side
  /// but not of the picture's: the object was probably cut.
  ///
  /// Source: segment-anything 1.0, `is_box_near_crop_edge`.
  public func cuts(_ box: MaskBox, imageWidth: Int, imageHeight: Int) -> Bool {
    let crop = SIMD4<Int32>(
      Int32(self.box.minX), Int32(self.box.minY), Int32(self.box.maxX), Int32(self.box.maxY))
    let image = SIMD4<Int32>(0, 0, Int32(imageWidth), Int32(imageHeight))
    return any(Self.isNear(box.edges, crop) .& .!Self.isNear(box.edges, image))
  }

  private static func isNear(_ a: SIMD4<Int32>, _ b: SIMD4<Int32>) -> SIMDMask<SIMD4<Int32>> {
    let difference = a &- b
    return (difference .<= 20) .& (difference .>= -20)
  }
}
