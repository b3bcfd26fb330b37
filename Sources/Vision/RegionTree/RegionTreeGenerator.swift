/// Class-agnostic masks from colour, texture and edges alone, in the role of SAM's automatic mask
/// generator: superpixels are merged up a binary tree, whose nodes nest as SAM's masks do.
public struct RegionTreeGenerator: Sendable {
  public let parameters: RegionTreeParameters

  public init(_ parameters: RegionTreeParameters = RegionTreeParameters()) {
    precondition(
      parameters.superpixels > 0 && parameters.parts > 0 && parameters.maximumWorkingPixels > 0
        && parameters.compactness > 0 && parameters.colourScale > 0
        && parameters.contrastScale > 0 && parameters.minimumAreaShare >= 0
        && parameters.minimumAreaShare <= parameters.maximumAreaShare,
      "RegionTreeGenerator: \(parameters)")
    self.parameters = parameters
  }

  /// The masks of `image`, the most stable first; any two are nested or disjoint.
  ///
  /// A candidate has `stability`, the share of the cost at which its region merges that it survives
  /// unchanged, and `level`, the number of other masks around it; no predicted IoU and no point. The
  /// same image and parameters give the same masks on every machine. An image that holds a single
  /// region has no masks, since its only one exceeds `maximumAreaShare`.
  public func masks(for image: RGBImage) -> MaskSet {
    let factor = reduction(width: image.width, height: image.height)
    let colours = LabImage(image, reducedBy: factor)
    let smooth = colours.smoothed()
    let superpixels = Superpixels(
      smooth, target: parameters.superpixels, compactness: parameters.compactness)
    let tree = RegionTree(
      RegionFeatures(colours, superpixels),
      RegionAdjacency(smooth, superpixels, contrastScale: parameters.contrastScale), parameters)
    let selection = RegionSelection(tree, superpixels, parameters)
    let drawing = RegionMasks(
      superpixels, ranks: tree.rank, width: image.width, height: image.height, enlargedBy: factor)
    return MaskSet(
      width: image.width, height: image.height,
      candidates: selection.choices.map {
        MaskCandidate(
          mask: drawing.mask(tree.ranks[$0.node]), stability: $0.stability, level: $0.depth)
      })
  }

  private func reduction(width: Int, height: Int) -> Int {
    var factor = 1
    while ((width + factor - 1) / factor) * ((height + factor - 1) / factor)
      > parameters.maximumWorkingPixels
    {
      factor += 1
    }
    return factor
  }
}
