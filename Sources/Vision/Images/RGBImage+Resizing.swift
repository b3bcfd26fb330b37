import CKernels

extension RGBImage {
  /// The image at another size, by antialiased linear interpolation: the same bits as Pillow's
  /// `Image.resize` with `BILINEAR`.
  ///
  /// Rows are resized one at a time and only as many are kept as an output row is made of.
  /// Source: Pillow 13.0, `Resample.c`. Earlier versions resize every picture row by row first; of
  /// pictures more than twice as tall as wide some pixels then differ by a level or two.
  public func resized(width: Int, height: Int) -> RGBImage {
    precondition(width > 0 && height > 0, "RGBImage.resized: to \(width)×\(height)")
    guard width != self.width || height != self.height else { return self }
    let columns = ResamplingWeights(from: self.width, to: width)
    let rows = ResamplingWeights(from: self.height, to: height)
    // Each pass rounds to 8 bits, so that their order shows.
    let heightLost = self.height - height
    let isColumnsFirst = heightLost > 0 && heightLost > 2 * (self.width - width)
    var resized = [UInt8](repeating: 0, count: width * height * 3)
    // Sound: every array outlives the calls, the weights name only inputs of this image, and
    // `resized` has room for as many samples as they have outputs.
    unsafe pixels.withUnsafeBufferPointer { source in
      unsafe columns.withAxis { columns in
        unsafe rows.withAxis { rows in
          unsafe resized.withUnsafeMutableBufferPointer { target in
            guard let source = source.baseAddress, let target = target.baseAddress else { return }
            if isColumnsFirst {
              unsafe Self.resizeColumnsFirst(
                source, rowLength: self.width * 3, columns, rows, into: target)
            } else {
              unsafe Self.resizeRowsFirst(
                source, rowLength: self.width * 3, columns, rows, into: target)
            }
          }
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: resized)
  }

  /// Sound where `source` holds the rows that `rows` names, of `rowLength` bytes, `columns` names
  /// only pixels of such a row, and `target` holds an image of as many samples as the axes have.
  /// The ring holds as many resized rows as one output row is made of.
  private static func resizeRowsFirst(
    _ source: UnsafePointer<UInt8>, rowLength: Int,
    _ columns: sepal_axis, _ rows: sepal_axis, into target: UnsafeMutablePointer<UInt8>
  ) {
    var (columns, rows) = unsafe (columns, rows)
    let (slots, length) = unsafe (rows.stride, columns.n * 3)
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: slots * length) { ring in
      guard let ring = ring.baseAddress else { return }
      var ready = 0
      for row in unsafe 0..<rows.n {
        let (first, count) = unsafe (Int(rows.first[row]), Int(rows.count[row]))
        ready = max(ready, first)
        while ready < first + count {
          unsafe sepal_resample_row(
            source + ready * rowLength, &columns, ring + ready % slots * length)
          ready += 1
        }
        unsafe sepal_resample_rows(ring, slots, length, &rows, row, target + row * length)
      }
    }
  }

  /// Sound where `resizeRowsFirst` is. The image itself is the ring, with a slot for every row.
  private static func resizeColumnsFirst(
    _ source: UnsafePointer<UInt8>, rowLength: Int,
    _ columns: sepal_axis, _ rows: sepal_axis, into target: UnsafeMutablePointer<UInt8>
  ) {
    var (columns, rows) = unsafe (columns, rows)
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowLength) { mixed in
      guard let mixed = mixed.baseAddress else { return }
      for row in unsafe 0..<rows.n {
        unsafe sepal_resample_rows(source, .max, rowLength, &rows, row, mixed)
        unsafe sepal_resample_row(mixed, &columns, target + row * columns.n * 3)
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
