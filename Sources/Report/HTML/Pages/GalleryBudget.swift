/// How many images each gallery may show when a page has to stay below a size.
package enum GalleryBudget {
  /// The number of leading items of each gallery whose sizes in bytes, given in order, fit
  /// `budget` together. The gallery that shows most gives up its last item first, so that galleries
  /// shrink evenly; of equal ones, the later.
  package static func shownImages(costs: [[Int]], within budget: Int) -> [Int] {
    var shown = costs.map(\.count)
    var total = costs.reduce(0) { $0 + $1.reduce(0, +) }
    while total > budget, let most = shown.max(), most > 0,
      let gallery = shown.lastIndex(of: most)
    {
      shown[gallery] -= 1
      total -= costs[gallery][shown[gallery]]
    }
    return shown
  }
}
