/// The permutohedral lattice of an image's pixels: a sum over all pixels, weighted by a Gaussian of
/// their features' distance, as three cheap steps. Pixels are spread over the vertices around them,
/// vertices are blurred along each axis, and pixels read the vertices around them again.
///
/// Source: A. Adams, J. Baek and M. A. Davis, "Fast high-dimensional filtering using the permutohedral
/// lattice", 2010. Vertices lie in memory in the order of their names, so that a blur reads three
/// streams that never turn back, and neighbours are found without a search.
package struct PermutohedralLattice: Sendable {
  let points: Int
  /// Corners of a simplex: one more than there are features.
  let corners: Int
  package let vertices: Int
  /// `[points, corners]`: the vertices around a pixel.
  let places: [Int32]
  /// `[points, corners]`: what each of them has of it; they add up to 1.
  package private(set) var weights: [Float]
  /// `[corners, 2, vertices]`: the vertices before and after along each axis, `vertices` for none.
  let neighbours: [Int32]

  /// Throws: `CRFError.tooLarge`.
  ///
  /// Takes 24 bytes for each pixel and corner while it is made, and then 8, and 8 for each vertex and
  /// axis. Vertices are as many as pixels, by experience, and as many as corners of pixels at most.
  package init(_ features: PixelFeatures) throws(CRFError) {
    let (points, corners) = (features.width * features.height, features.count + 1)
    let entryBits = Int.bitWidth - (points * corners).leadingZeroBitCount
    guard let names = VertexNames(bounds: features.bounds), names.bits + entryBits <= 64,
      entryBits < 31
    else { throw .tooLarge(width: features.width, height: features.height) }
    (self.points, self.corners) = (points, corners)
    weights = [Float](repeating: 0, count: points * corners)
    var entries = [UInt64](repeating: 0, count: points * corners)
    names.embed(features, shift: entryBits, weights: &weights, entries: &entries)
    RadixSort.sort(&entries, by: entryBits..<entryBits + names.bits)
    let found = Self.vertices(of: entries, shift: entryBits)
    (places, vertices) = (found.places, found.names.count)
    neighbours = Self.neighbours(of: found.names, names)
  }

  /// The names that occur, ascending, and which of them each entry has.
  private static func vertices(
    of entries: [UInt64], shift: Int
  ) -> (places: [Int32], names: [Int64]) {
    var places = [Int32](repeating: 0, count: entries.count)
    var names: [Int64] = []
    let entryMask = UInt64(1) << UInt64(shift) - 1
    for entry in entries {
      let name = Int64(entry >> UInt64(shift))
      if name != names.last { names.append(name) }
      places[Int(entry & entryMask)] = Int32(names.count - 1)
    }
    return (places, names)
  }

  private static func neighbours(of vertices: [Int64], _ names: VertexNames) -> [Int32] {
    let count = vertices.count
    var neighbours = [Int32](repeating: Int32(count), count: names.corners * 2 * count)
    for axis in 0..<names.corners {
      let step = names.step(axis: axis)
      let (before, after) = (2 * axis * count, (2 * axis + 1) * count)
      var other = 0
      for vertex in 0..<count {
        let sought = vertices[vertex] + step
        while other < count, vertices[other] < sought { other += 1 }
        guard other < count else { break }
        if vertices[other] == sought {
          neighbours[after + vertex] = Int32(other)
          neighbours[before + other] = Int32(vertex)
        }
      }
    }
    return neighbours
  }

  /// Scales the kernel so that it is `weight` times D·K·D, where D is one over the root of what each
  /// pixel gets of a one at every pixel.
  ///
  /// Source: pydensecrf2 1.1, `NORMALIZE_SYMMETRIC`.
  package mutating func normalise(weight: Float) {
    let ones = [Float](repeating: 1, count: points)
    let sums = filtered(ones)
    for point in 0..<points {
      let scale = (weight / (sums[point] + 1e-20)).squareRoot()
      for corner in 0..<corners { weights[point * corners + corner] *= scale }
    }
  }

  /// What each pixel gets of one number a pixel.
  package func filtered(_ numbers: [Float]) -> [Float] {
    let values = spread(numbers, channels: 1)
    var result = [Float](repeating: 0, count: points)
    var target = result.mutableSpan
    gather(from: values, channels: 1, first: 0, into: &target)
    return result
  }
}
