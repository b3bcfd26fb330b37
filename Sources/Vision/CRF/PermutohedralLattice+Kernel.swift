import CKernels

/// Channels of a point that fill whole vectors: 1, 2, 4 or a multiple of 8.
enum LatticeWidth {
  static func isWhole(_ channels: Int) -> Bool {
    [1, 2, 4].contains(channels) || channels > 0 && channels % 8 == 0
  }

  /// The least that holds `channels`.
  static func covering(_ channels: Int) -> Int {
    channels <= 2 ? channels : channels <= 4 ? 4 : (channels + 7) / 8 * 8
  }
}

extension VertexNames {
  /// Writes the weights and names of the vertices around each pixel, `[pixels, corners]` both; names
  /// are shifted left by `shift`, with the index of the entry in the bits below.
  func embed(
    _ features: PixelFeatures, shift: Int, weights: inout [Float], entries: inout [UInt64]
  ) {
    let (width, corners) = (features.width, features.count + 1)
    precondition(
      corners == self.corners && (corners == 3 || corners == 6)
        && weights.count == width * features.height * corners && entries.count == weights.count,
      "VertexNames.embed: \(entries.count) for \(width)×\(features.height)×\(corners)")
    let stride = (width + 15) / 16 * 16
    var row = [Float](repeating: 0, count: features.count * stride)
    for y in 0..<features.height {
      features.write(row: y, to: &row, stride: stride)
      let first = y * width * corners
      // Sound: the kernel reads `stride` numbers of each feature, and writes those of `width` pixels
      // from `first` on, which the arrays have (checked above).
      unsafe scales.withUnsafeBufferPointer { scales in
        unsafe strides.withUnsafeBufferPointer { strides in
          unsafe weights.withUnsafeMutableBufferPointer { weights in
            unsafe entries.withUnsafeMutableBufferPointer { entries in
              guard let scale = scales.baseAddress, let step = strides.baseAddress,
                let weight = weights.baseAddress, let entry = entries.baseAddress
              else { return }
              let embedding = unsafe sepal_embedding(
                corners: corners, scales: scale, strides: step, origin: origin)
              unsafe sepal_lattice_embed(
                embedding, width, row, stride, first, shift, weight + first, entry + first)
            }
          }
        }
      }
    }
  }
}

extension PermutohedralLattice {
  /// What the vertices hold of `numbers`, `[points, channels]`, after all blurs: `[vertices + 1,
  /// channels]`, the last zero. `channels` is 1, 2, 4 or a multiple of 8.
  package func spread(_ numbers: [Float], channels: Int) -> [Float] {
    precondition(
      numbers.count == points * channels && LatticeWidth.isWhole(channels),
      "PermutohedralLattice.spread: \(numbers.count) numbers, \(points)×\(channels)")
    var values = [Float](repeating: 0, count: (vertices + 1) * channels)
    var blurred = values
    unsafe withKernel { lattice in
      // Sound: places are below `vertices`, for which both arrays have room, and neighbours at most
      // `vertices`, which is their last row.
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe blurred.withUnsafeMutableBufferPointer { blurred in
          guard var from = values.baseAddress, var to = blurred.baseAddress else { return }
          unsafe sepal_lattice_splat(lattice, points, channels, numbers, from)
          for axis in 0..<corners {
            unsafe sepal_lattice_blur(lattice, axis, channels, from, to)
            unsafe swap(&from, &to)
          }
        }
      }
    }
    return corners % 2 == 0 ? values : blurred
  }

  /// Adds to the points from `first` on what `values`, the result of `spread`, has for them.
  func gather(
    from values: [Float], channels: Int, first: Int, into numbers: inout MutableSpan<Float>
  ) {
    let count = numbers.count / channels
    precondition(
      values.count == (vertices + 1) * channels && first + count <= points
        && count * channels == numbers.count && LatticeWidth.isWhole(channels),
      "PermutohedralLattice.gather: points \(first) … \(first + count) of \(points)×\(channels)")
    unsafe withKernel { lattice in
      // Sound: places are below `vertices`, and there are `count` points in `numbers`.
      unsafe numbers.withUnsafeMutableBufferPointer { numbers in
        guard let target = numbers.baseAddress else { return }
        unsafe sepal_lattice_slice(lattice, first, count, channels, values, target)
      }
    }
  }

  /// The lattice as the kernels see it, for the length of the call.
  private func withKernel(_ body: (UnsafePointer<sepal_lattice>) -> Void) {
    // Sound: the arrays outlive the call, and have the sizes that the structure says.
    unsafe places.withUnsafeBufferPointer { places in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe neighbours.withUnsafeBufferPointer { neighbours in
          guard let place = places.baseAddress, let weight = weights.baseAddress,
            let neighbour = neighbours.baseAddress
          else { return }
          var lattice = unsafe sepal_lattice(
            corners: corners, vertices: vertices, places: place, weights: weight,
            neighbours: neighbour)
          unsafe body(&lattice)
        }
      }
    }
  }
}
