/// Dilation by a square, run by run: for thin or few masks.
extension BinaryMask {
  /// The pixels within `distance` of the mask's in both directions.
  package func dilated(by distance: Int) -> BinaryMask {
    precondition(distance >= 0, "BinaryMask.dilated: distance \(distance)")
    var dilated = BinaryMask(width: width, height: height)
    forEachRun { run in
      // A run may cross rows: its part in each row grows by itself.
      for y in run.lowerBound / width...(run.upperBound - 1) / width {
        let left = max(0, max(run.lowerBound - y * width, 0) - distance)
        let right = min(width, min(run.upperBound - y * width, width) + distance)
        for row in max(0, y - distance)...min(height - 1, y + distance) {
          dilated.insert(row * width + left..<row * width + right)
        }
      }
    }
    return dilated
  }

  /// The mask's pixels that touch, also at a corner, one outside it. Pixels in the outermost rows and
  /// columns of the image are never among them: what the image cuts off is no edge.
  package var contour: BinaryMask {
    var contour = self
    contour.subtract(eroded(by: 1))
    guard width > 2, height > 2 else { return BinaryMask(width: width, height: height) }
    contour.remove(0..<width + 1)
    for row in 2..<height { contour.remove(row * width - 1..<row * width + 1) }
    contour.remove((height - 1) * width - 1..<width * height)
    return contour
  }
}
