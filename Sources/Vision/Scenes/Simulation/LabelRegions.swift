/// The connected regions of a label map's classes, found with eight neighbours. Background and void
/// belong to none.
struct LabelRegions {
  struct Region {
    var label: UInt8
    var area: Int
    var box: PixelBox
  }

  /// The region of each pixel, row-major, -1 for none.
  private(set) var indices: [Int32]
  /// In the row-major order of their first pixels.
  private(set) var regions: [Region] = []

  init(_ map: LabelMap) {
    indices = [Int32](repeating: -1, count: map.labels.count)
    var parents = provisionalIndices(map)
    number(&parents, map)
  }

  /// Gives each pixel a provisional index; returned are the parents by which those of one region
  /// are joined, each below its child.
  private mutating func provisionalIndices(_ map: LabelMap) -> [Int32] {
    var parents: [Int32] = []
    let (width, labels) = (map.width, map.labels)
    for y in 0..<map.height {
      for x in 0..<width {
        let pixel = y * width + x
        let label = labels[pixel]
        guard label != 0 && label != LabelMap.void else { continue }
        var index: Int32 = -1
        func join(_ other: Int) {
          guard labels[other] == label else { return }
          index = index < 0 ? indices[other] : Self.join(index, indices[other], &parents)
        }
        if x > 0 { join(pixel - 1) }
        if y > 0 {
          if x > 0 { join(pixel - width - 1) }
          join(pixel - width)
          if x + 1 < width { join(pixel - width + 1) }
        }
        if index < 0 {
          index = Int32(parents.count)
          parents.append(index)
        }
        indices[pixel] = index
      }
    }
    return parents
  }

  private static func join(_ a: Int32, _ b: Int32, _ parents: inout [Int32]) -> Int32 {
    if a == b { return a }
    let (rootA, rootB) = (root(a, &parents), root(b, &parents))
    parents[Int(max(rootA, rootB))] = min(rootA, rootB)
    return min(rootA, rootB)
  }

  private static func root(_ index: Int32, _ parents: inout [Int32]) -> Int32 {
    var index = index
    while parents[Int(index)] != index {
      parents[Int(index)] = parents[Int(parents[Int(index)])]
      index = parents[Int(index)]
    }
    return index
  }

  private mutating func number(_ parents: inout [Int32], _ map: LabelMap) {
    var final = [Int32](repeating: -1, count: parents.count)
    for y in 0..<map.height {
      for x in 0..<map.width {
        let pixel = y * map.width + x
        guard indices[pixel] >= 0 else { continue }
        let root = Int(Self.root(indices[pixel], &parents))
        if final[root] < 0 {
          final[root] = Int32(regions.count)
          let box = PixelBox(minX: x, minY: y, maxX: x + 1, maxY: y + 1)
          regions.append(Region(label: map.labels[pixel], area: 0, box: box))
        }
        indices[pixel] = final[root]
        regions[Int(final[root])].add(x: x, y: y)
      }
    }
  }
}

extension LabelRegions.Region {
  fileprivate mutating func add(x: Int, y: Int) {
    area += 1
    box.minX = min(box.minX, x)
    box.maxX = max(box.maxX, x + 1)
    box.maxY = y + 1
  }
}
