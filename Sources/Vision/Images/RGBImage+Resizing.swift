import CKernels

extension RGBImage {
  /// The image at another size, by antialiased linear interpolation: the same bits as Pillow's
  /// `Image.resize` with `BILINEAR`.
  ///
  /// Rows are resized one at a time and only as many are kept as an output row is made of.
  /// Source: Pillow 13.0, `Resample.c`.
  public func resized(width: Int, height: Int) -> RGBImage {
    precondition(width > 0 && height > 0, "RGBImage.resized: to \(width)×\(height)")
    guard width != self.width || height != self.height else { return self }
    let columns = ResamplingWeights(from: self.width, to: width)
    let rows = ResamplingWeights(from: self.height, to: height)
    var resized = [UInt8](repeating: 0, count: width * height * 3)
    // Sound: every array outlives the calls. `resizeRow` and `combineRows` stay within them since
    // the weights name only inputs of the image, and no more of them than the ring has slots.
    unsafe pixels.withUnsafeBufferPointer { source in
      unsafe columns.withAxis { columns in
        unsafe rows.withAxis { rows in
          unsafe resized.withUnsafeMutableBufferPointer { target in
            unsafe Self.resize(source, rowLength: self.width * 3, columns, rows, into: target)
          }
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: resized)
  }

  /// The pixels within `box`, which must lie in the image and not be empty.
  public func cropped(to box: PixelBox) -> RGBImage {
    precondition(
      box.minX >= 0 && box.minY >= 0 && box.maxX <= width && box.maxY <= height && box.area > 0,
      "RGBImage.cropped: \(box) of \(width)×\(height)")
    guard box.area < width * height else { return self }
    var cropped: [UInt8] = []
    cropped.reserveCapacity(box.area * 3)
    for y in box.minY..<box.maxY {
      cropped += pixels[(y * width + box.minX) * 3..<(y * width + box.maxX) * 3]
    }
    return RGBImage(width: box.width, height: box.height, pixels: cropped)
  }

  /// Sound where `source` holds the rows that `rows` names, of `rowLength` bytes, `columns` names
  /// only pixels of such a row, and `target` holds an image of as many samples as the axes have.
  private static func resize(
    _ source: UnsafeBufferPointer<UInt8>, rowLength: Int,
    _ columns: sepal_axis, _ rows: sepal_axis, into target: UnsafeMutableBufferPointer<UInt8>
  ) {
    let length = unsafe columns.n * 3
    let slots = unsafe rows.stride
    var (columns, rows) = unsafe (columns, rows)
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: slots * length) { ring in
      guard let pixels = source.baseAddress, let out = target.baseAddress,
        let ring = ring.baseAddress
      else { return }
      var ready = 0
      for row in unsafe 0..<rows.n {
        let (first, count) = unsafe (Int(rows.first[row]), Int(rows.count[row]))
        // Rows between two windows are never read: none, unless weights leave gaps.
        ready = max(ready, first)
        while ready < first + count {
          unsafe sepal_resample_row(
            pixels + ready * rowLength, &columns, ring + ready % slots * length)
          ready += 1
        }
        unsafe sepal_resample_rows(ring, slots, length, &rows, row, out + row * length)
      }
    }
  }
}

extension ResamplingWeights {
  /// Sound as long as `body` keeps no copy of the axis: it points into the arrays.
  fileprivate func withAxis(_ body: (sepal_axis) -> Void) {
    unsafe first.withUnsafeBufferPointer { first in
      unsafe count.withUnsafeBufferPointer { count in
        unsafe weights.withUnsafeBufferPointer { weights in
          unsafe body(
            sepal_axis(
              first: first.baseAddress, count: count.baseAddress, weights: weights.baseAddress,
              n: first.count, stride: stride))
        }
      }
    }
  }
}
